// Who is signed in. The session itself is a cookie that no script can read; here is only kept that there may be one.

const KEPT = 'airlog.operator.until';
/** No session lasts longer. */
const LONGEST = 12 * 3600 * 1000;
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

/** Forgets the session where that is what the answer says; what else went wrong is thrown on. */
function endedOr(problem) {
  if (problem.status !== 401) {
    throw problem;
  }
  reset();
}

/** Who is signed in, and `until` when unless he does something; undefined where nobody is. Fails where that cannot be asked. */
export async function session() {
  // Without a sign of one nobody is asked, so that no failed request is seen where nothing failed.
  if (!(Date.parse(localStorage.getItem(KEPT) ?? '') > Date.now())) {
    return undefined;
  }
  try {
    return await send('/operator/session', 'GET');
  } catch (problem) {
    endedOr(problem);
    return undefined;
  }
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
  localStorage.setItem(KEPT, new Date(Date.now() + LONGEST).toISOString());
}

/** Ends it; fails where it may still be there. */
export async function signOut() {
  await send('/operator/session', 'DELETE').catch(endedOr);
  reset();
}
