// The operator's view: signing in and out, and what keeps its three parts going.
import { ask, onSessionEnd, reset, session, signIn, signOut } from './operator/session.js';
import { showLetters, wireLetters } from './operator/letters.js';
import { showSensors, wireSensors } from './operator/sensors.js';
import { showNoState, showState } from './operator/state.js';

const BETWEEN_LOOKS = 10 * 1000;
/** Who does nothing for so long is not asked for: looking alone must not keep a session alive. */
const ATTENTION = 5 * 60 * 1000;

/** Between two questions whether there still is a session, however wrong this clock goes. */
const SOONEST = 60 * 1000;
const LATEST = 30 * 60 * 1000;
const FAREWELL = 'airlog.operator.farewell';

const login = document.getElementById('login');
const form = login.querySelector('form');
const error = document.getElementById('login-error');
const view = document.getElementById('view');
let lastTouched = Date.now();
let isPaused = false;
let pause;

function showLogin() {
  login.hidden = false;
  error.textContent = sessionStorage.getItem(FAREWELL) ?? '';
  sessionStorage.removeItem(FAREWELL);
  form.elements[form.elements.user.value ? 'password' : 'user'].focus();
}

/** Nothing of what was seen stays in the page. */
function clear() {
  clearTimeout(pause);
  isPaused = false;
  for (const part of [view, document.getElementById('confirm'), document.getElementById('who')]) {
    part?.remove();
  }
}

/** To the login, which says `why`. */
function leave(why = '') {
  clear();
  reset();
  sessionStorage.setItem(FAREWELL, why);
  location.reload();
}

const end = () => leave('Your session has ended, please sign in again.');

function showUnasked(problem) {
  clear();
  document.getElementById('unasked-text').textContent = `Whether you are signed in cannot be asked just now: ${problem.message}`;
  document.getElementById('unasked').hidden = false;
  document.getElementById('unasked-again').focus();
}

/** Asks when it would end whether the session has ended; asking does not make it last. */
function keepWatch(until) {
  const left = Date.parse(until) - Date.now() + 1000;
  setTimeout(async () => {
    try {
      const known = await session();
      if (known === undefined) {
        end();
      } else {
        keepWatch(known.until);
      }
    } catch (problem) {
      showUnasked(problem);
    }
  }, Math.min(LATEST, Math.max(SOONEST, left)));
}

async function look() {
  clearTimeout(pause);
  isPaused = false;
  let show;
  try {
    const state = await ask('/operator/state');
    show = () => showState(state);
  } catch (problem) {
    show = () => showNoState(problem.message);
  }
  clearTimeout(pause);
  if (view.isConnected) {
    show();
    document.getElementById('looked').textContent = `Looked at ${new Date().toLocaleTimeString()}; counts are since each process began.`;
    pause = setTimeout(lookIfWanted, BETWEEN_LOOKS);
  }
}

function lookIfWanted() {
  isPaused = document.visibilityState !== 'visible' || Date.now() - lastTouched >= ATTENTION;
  if (isPaused) {
    document.getElementById('looked').textContent += ' Paused while you are away.';
  } else {
    look();
  }
}

async function enter({ user, until }) {
  keepWatch(until);
  login.hidden = true;
  view.hidden = false;
  document.getElementById('user').textContent = user;
  document.getElementById('who').hidden = false;
  document.getElementById('view-title').focus();
  await Promise.all([look(), showSensors(), showLetters()]);
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  error.textContent = '';
  const button = form.querySelector('[type=submit]');
  button.disabled = true;
  try {
    const user = form.elements.user.value.trim();
    await signIn(user, form.elements.password.value);
    form.elements.password.value = '';
    const known = await session();
    if (known === undefined) {
      throw new Error('This browser has not kept the session: does it take cookies?');
    }
    await enter(known);
  } catch (problem) {
    error.textContent = problem.message;
    form.elements.password.select();
  } finally {
    button.disabled = false;
  }
});

document.getElementById('leave').addEventListener('click', async () => {
  const told = document.getElementById('leave-error');
  told.textContent = '';
  try {
    await signOut();
    leave();
  } catch (problem) {
    told.textContent = `You may still be signed in, Airlog has not confirmed that you are not: ${problem.message}`;
  }
});
document.getElementById('unasked-again').addEventListener('click', () => location.reload());
document.getElementById('again').addEventListener('click', look);
for (const kind of ['pointerdown', 'keydown', 'visibilitychange']) {
  document.addEventListener(kind, () => {
    if (document.visibilityState === 'visible') {
      lastTouched = Date.now();
      if (isPaused) {
        look();
      }
    }
  });
}

wireSensors();
wireLetters();
onSessionEnd(end);
try {
  const known = await session();
  if (known === undefined) {
    showLogin();
  } else {
    enter(known);
  }
} catch (problem) {
  showUnasked(problem);
}
