// Payloads that were refused at the door, or set aside because no row could take them.
import { ago, clockTime, element } from '../air.js';
import { ask } from './session.js';
import { counted, meaning, size } from './words.js';

const LIMIT = 50;
const NONE = {
  rejected: 'None is kept: payloads are kept only where they are at fault themselves, ten a minute from one address.',
  parked: 'There is none: all that was acknowledged has its row.',
};
const form = document.getElementById('letters-form');
const message = document.getElementById('letters-message');
const list = document.getElementById('letters');
let asked = 0;

const kind = () => form.querySelector('[name=kind]:checked').value;

function row(letter) {
  const command = `airlog ${kind()} replay ${letter.id}`;
  const facts = [letter.topic, letter.suid && !letter.topic.includes(letter.suid) ? `sensor ${letter.suid}` : '', size(letter.bytes), clockTime(letter.at),
    letter.replayedAt ? `sent again ${ago(letter.replayedAt)}` : ''].filter(part => part);
  return element('li', {}, element('details', {},
    element('summary', {}, element('span', { class: 'badge' }, letter.reason), element('span', { class: 'name' }, letter.detail || meaning(letter.reason)),
      element('span', { class: 'quiet small' }, ago(letter.at))),
    element('div', { class: 'inside' },
      element('p', { class: 'quiet small' }, facts.join(' · ')),
      element('pre', { tabindex: '0', 'aria-label': 'What it holds' }, letter.text),
      element('p', { class: 'small quiet' }, 'Once its cause is mended, put it on its way again: ', element('code', {}, command)))));
}

function offerReasons(letters, chosen) {
  const known = [...new Set([...letters.map(one => one.reason), chosen])].filter(one => one).sort();
  form.elements.reason.replaceChildren(element('option', { value: '' }, 'any'), ...known.map(one => element('option', { value: one }, one)));
  form.elements.reason.value = chosen;
}

/** Shows the newest; `kind` and `reason` choose which, and where `isAsked`, the page goes there. */
export async function showLetters({ kind: wanted, reason, isAsked } = {}) {
  if (wanted) {
    form.querySelector(`[name=kind][value=${wanted}]`).checked = true;
  }
  if (reason !== undefined) {
    offerReasons([], reason);
  }
  if (isAsked) {
    document.getElementById('letters-title').focus();
    document.getElementById('letters-title').scrollIntoView();
  }
  const question = ++asked;
  const chosen = form.elements.reason.value;
  message.textContent = 'Reading …';
  try {
    const query = new URLSearchParams({ limit: LIMIT, ...(chosen ? { reason: chosen } : {}) });
    const letters = (await ask(`/operator/${kind()}?${query}`))[kind()];
    if (question === asked) {
      list.replaceChildren(...letters.map(row));
      message.textContent = letters.length === 0 ? (chosen && kind() === 'parked' ? 'There is none with this reason.' : NONE[kind()])
        : letters.length < LIMIT ? `${counted(letters.length, 'payload', 'payloads')}, the newest first.` : `The newest ${LIMIT}.`;
      if (chosen === '') {
        offerReasons(letters, chosen);
      }
    }
  } catch (problem) {
    if (question === asked) {
      list.replaceChildren();
      message.textContent = `They cannot be shown: ${problem.message}`;
    }
  }
}

/** Once. */
export function wireLetters() {
  form.addEventListener('submit', event => event.preventDefault());
  form.querySelectorAll('[name=kind]').forEach(radio => radio.addEventListener('change', () => showLetters({ reason: '' })));
  form.elements.reason.addEventListener('change', () => showLetters());
  document.getElementById('letters-again').addEventListener('click', () => showLetters());
}
