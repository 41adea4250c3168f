// Who is signed in. The session itself is a cookie that no script can read; here is only kept that there may be one.

const KEPT = 'airlog.operator.until';
let whenEnded = () => {};

/** An answer that is no 2xx. */
class Problem extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

/** Calls `ended` when an answer says that nobody is signed in any more. */
export function onSessionEnd(ended) {
  whenEnded = ended;
}

/** Forgets that there was a session. */
export function reset() {
  localStorage.removeItem(KEPT);
}

async function send(path, method, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Problem(0, 'Airlog does not answer.');
  }
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    throw new Problem(answer.status, told.detail || told.title || `${answer.status} ${answer.statusText}`);
  }
  return answer.status === 204 ? {} : answer.json();
}

/** JSON of `path`; where `body` is given, it is posted. */
export async function ask(path, body) {
  try {
    return await send(path, body === undefined ? 'GET' : 'POST', body);
  } catch (problem) {
    if (problem.status === 401) {
      whenEnded();
    }
    throw problem;
  }
}

/** Who is signed in; undefined where nobody is. */
export async function session() {
  // Without a sign of one nobody is asked, so that no failed request is seen where nothing failed.
  if (!(Date.parse(localStorage.getItem(KEPT) ?? '') > Date.now())) {
    return undefined;
  }
  return send('/operator/session', 'GET').catch(() => {
    reset();
    return undefined;
  });
}

const refusals = {
  401: 'Name or password is wrong.',
  429: 'Too many attempts from here, please wait a minute.',
  503: 'Too many are signing in just now, please try again.',
};

/** Makes a session. */
export async function signIn(user, password) {
  try {
    await send('/operator/session', 'POST', { user, password });
  } catch (problem) {
    throw new Problem(problem.status, refusals[problem.status] ?? problem.message);
  }
  const { until } = await send('/operator/session', 'GET');
  localStorage.setItem(KEPT, until);
}

/** Ends it. */
export async function signOut() {
  reset();
  await send('/operator/session', 'DELETE').catch(() => {});
}
