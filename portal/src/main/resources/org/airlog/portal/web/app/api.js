// The read API, as the pages use it.

/** Fetches JSON; an answer that is no 2xx becomes an Error that says what the problem was. */
export async function get(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ''));
  const address = query.size > 0 ? `${path}?${query}` : path;
  const answer = await fetch(address, { headers: { Accept: 'application/json' } });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.detail ?? problem.title ?? `${answer.status} ${answer.statusText}`);
  }
  return answer.json();
}

/** All sensors, page by page; tells `onPage` of each page's features. */
export async function sensors(onPage) {
  let cursor;
  do {
    const page = await get('/api/v1/sensors', { limit: 5000, cursor });
    onPage(page.features);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

/** Calls `onLatest` with each new set of latest readings, as they come; reconnects by itself. */
export function follow(onLatest) {
  const events = new EventSource('/api/v1/events');
  events.addEventListener('latest', event => onLatest(JSON.parse(event.data)));
  addEventListener('pagehide', () => events.close());
  return events;
}
