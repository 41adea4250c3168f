// The operator's view: signing in and out, and what keeps its three parts going.
import { ask, onSessionEnd, reset, session, signIn, signOut } from './operator/session.js';
import { showLetters, wireLetters } from './operator/letters.js';
import { showSensors, wireSensors } from './operator/sensors.js';
import { showState } from './operator/state.js';

const BETWEEN_LOOKS = 10 * 1000;
/** Who does nothing for so long is not asked for: looking alone must not keep a session alive. */
const ATTENTION = 5 * 60 * 1000;

const login = document.getElementById('login');
const form = login.querySelector('form');
const error = document.getElementById('login-error');
const view = document.getElementById('view');
let lastTouched = Date.now();
let pause;

function showLogin(why = '') {
  clearTimeout(pause);
  view.hidden = true;
  document.getElementById('who').hidden = true;
  login.hidden = false;
  error.textContent = why;
  form.elements[form.elements.user.value ? 'password' : 'user'].focus();
}

async function look() {
  clearTimeout(pause);
  const looked = document.getElementById('looked');
  try {
    showState(await ask('/operator/state'));
    looked.textContent = `Looked at ${new Date().toLocaleTimeString()}; counts are since each process began.`;
  } catch (problem) {
    looked.textContent = `The state cannot be seen: ${problem.message}`;
  }
  clearTimeout(pause);
  if (!view.hidden) {
    pause = setTimeout(lookIfWanted, BETWEEN_LOOKS);
  }
}

function lookIfWanted() {
  if (document.visibilityState === 'visible' && Date.now() - lastTouched < ATTENTION) {
    look();
  } else {
    document.getElementById('looked').textContent += ' Paused while you are away.';
  }
}

async function enter(user) {
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
    await enter(user);
  } catch (problem) {
    error.textContent = problem.message;
    form.elements.password.select();
  } finally {
    button.disabled = false;
  }
});

document.getElementById('leave').addEventListener('click', async () => {
  await signOut();
  // Nothing of what was seen stays in the page.
  location.reload();
});
document.getElementById('again').addEventListener('click', look);
for (const kind of ['pointerdown', 'keydown', 'visibilitychange']) {
  document.addEventListener(kind, () => {
    const wasAway = Date.now() - lastTouched >= ATTENTION;
    lastTouched = Date.now();
    if (wasAway && !view.hidden) {
      look();
    }
  });
}

wireSensors();
wireLetters();
onSessionEnd(() => {
  reset();
  showLogin('Your session has ended, please sign in again.');
});
const known = await session();
if (known === undefined) {
  showLogin();
} else {
  enter(known.user);
}
