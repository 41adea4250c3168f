// All sensors, the most silent first, and what an operator can do with one.
import { ago, clockTime, element, trustText } from '../air.js';
import { confirmed } from './confirm.js';
import { ask } from './session.js';
import { counted, span } from './words.js';

const LIMIT = 50;
/** From which on silence and delay are worth a colour. */
const LONG_SILENCE = 24 * 3600;
const LONG_DELAY = 600;

const form = document.getElementById('find');
const list = document.getElementById('sensors');
const more = document.getElementById('more');
const message = document.getElementById('sensors-message');
let asked = 0;
let next;

const nameOf = sensor => [sensor.manufacturer, sensor.model].filter(part => part).join(' ') || `Sensor ${sensor.id}`;
const path = (sensor, what) => `/operator/sensors/${encodeURIComponent(sensor.id)}/${what}`;

function releaseText({ retiredAt, registeredAt }) {
  if (retiredAt) {
    return 'It is revoked. Whoever knows its number can then claim it anew, with a new secret; until somebody does, it stays refused.';
  }
  return registeredAt
    ? 'Whoever knows its number can then claim it anew, and its secret stops to count once somebody does. What it has measured stays.'
    : 'It sends without a signature. Whoever knows its number can then claim it, and what is not signed is refused once somebody does.';
}

/** What the door does to it. One that cannot sign cannot be claimed either. */
function deedsOn({ retiredAt, registeredAt, trust }) {
  if (registeredAt && !retiredAt) {
    return ['release', 'revoke'];
  }
  return trust === 'legacy' ? [] : ['release'];
}

const deeds = {
  release: {
    word: 'Release',
    title: sensor => `Release ${nameOf(sensor)}?`,
    text: releaseText,
  },
  revoke: {
    word: 'Revoke',
    title: sensor => `Revoke ${nameOf(sensor)}?`,
    text: () => 'Its secret stops to count: whatever it signs from now on is refused. What it has measured stays.',
  },
};

function fact(name, value) {
  return [element('dt', {}, name), element('dd', {}, value)];
}

function facts(sensor) {
  return element('dl', { class: 'facts' },
    ...fact('SUID', element('code', {}, sensor.suid)),
    ...fact('Registered', sensor.registeredAt ? clockTime(sensor.registeredAt) : 'never'),
    ...(sensor.retiredAt ? fact('Retired', clockTime(sensor.retiredAt)) : []),
    ...fact('First seen', sensor.firstSeen ? clockTime(sensor.firstSeen) : 'never'),
    ...fact('Last seen', sensor.lastSeen ? `${clockTime(sensor.lastSeen)} (${ago(sensor.lastSeen)})` : 'never'),
    ...(sensor.readings24h === undefined ? [] : fact('In 24 hours', counted(sensor.readings24h, 'reading', 'readings'))));
}

function positionText({ latitude, longitude, altitude, since }) {
  return [`${latitude}, ${longitude}`, altitude === undefined || altitude === null ? '' : `${altitude} m above the sea`, since ? `since ${clockTime(since)}` : '']
    .filter(part => part).join(' · ');
}

/** A button that does something and says in `told` what came of it. */
function deed(word, told, does) {
  const button = element('button', { type: 'button' }, word);
  let isBusy = false;
  button.addEventListener('click', async () => {
    // Not disabled: the focus comes back to it when the question is answered.
    if (isBusy) {
      return;
    }
    isBusy = true;
    told.className = 'small';
    try {
      const text = await does();
      if (text) {
        told.textContent = text;
      }
    } catch (problem) {
      told.className = 'small error';
      told.textContent = problem.message;
    } finally {
      isBusy = false;
    }
  });
  return button;
}

function change(sensor, what, told) {
  const { word, title, text } = deeds[what];
  return deed(word, told, async () => {
    if (!await confirmed(title(sensor), text(sensor), word, what === 'revoke')) {
      return '';
    }
    const { done } = await ask(path(sensor, what), {});
    return done ? 'Done.' : 'It was so already.';
  });
}

function position(sensor, told) {
  return deed('Show the exact position', told, async () => {
    const isWanted = await confirmed('Show the exact position?',
      'It may be somebody\'s home. That you have looked is noted in Airlog\'s log, with your name.', 'Show it');
    return isWanted ? positionText(await ask(path(sensor, 'position'), {})) : '';
  });
}

function inside(sensor) {
  const told = element('p', { class: 'small', role: 'status' });
  return element('div', { class: 'inside' }, facts(sensor),
    element('p', { class: 'deeds' },
      element('a', { href: `/sensor?id=${encodeURIComponent(sensor.id)}` }, 'Its readings'),
      position(sensor, told),
      ...deedsOn(sensor).map(what => change(sensor, what, told))),
    told);
}

function delayText(seconds) {
  if (seconds === undefined || seconds === null) {
    return '';
  }
  return seconds < 2 ? 'came at once' : `came ${span(seconds)} late`;
}

function row(sensor) {
  const isSilent = !(sensor.silentSeconds < LONG_SILENCE);
  const isLate = sensor.delaySeconds > LONG_DELAY;
  const details = element('details', {},
    element('summary', {},
      element('span', { class: `badge ${sensor.retiredAt ? 'retired' : sensor.trust}`, title: trustText(sensor.trust) }, sensor.retiredAt ? 'retired' : sensor.trust),
      element('span', { class: 'name' }, nameOf(sensor)),
      element('span', { class: `small lag ${isSilent ? 'some' : 'quiet'}` },
        sensor.silentSeconds === undefined || sensor.silentSeconds === null ? 'never heard' : `silent for ${span(sensor.silentSeconds)}`),
      element('span', { class: `small lag ${isLate ? 'some' : 'quiet'}` },
        delayText(sensor.delaySeconds))));
  // Made when it is opened: of most rows nobody asks more.
  details.addEventListener('toggle', () => details.children.length === 1 && details.append(inside(sensor)));
  return element('li', {}, details);
}

/** Shows those that are asked for, from the beginning, or those behind `cursor`. */
export async function showSensors(cursor) {
  const question = ++asked;
  message.textContent = 'Looking …';
  try {
    const find = form.elements.find.value.trim();
    const query = new URLSearchParams({ limit: LIMIT, ...(find ? { find } : {}), ...(cursor ? { cursor } : {}) });
    const page = await ask(`/operator/sensors?${query}`);
    if (question !== asked) {
      return;
    }
    const rows = page.sensors.map(row);
    if (cursor) {
      list.append(...rows);
      rows[0]?.querySelector('summary').focus();
    } else {
      list.replaceChildren(...rows);
    }
    next = page.next ?? undefined;
    more.hidden = next === undefined;
    message.textContent = list.children.length === 0 ? (find ? 'No sensor is like that.' : 'There is no sensor yet.')
      : `${next ? 'The first ' : ''}${counted(list.children.length, 'sensor', 'sensors')}${list.children.length > 1 ? ', the most silent first' : ''}.`;
  } catch (problem) {
    if (question === asked) {
      message.textContent = `The sensors cannot be shown: ${problem.message}`;
    }
  }
}

/** Once. */
export function wireSensors() {
  form.addEventListener('submit', event => {
    event.preventDefault();
    showSensors();
  });
  more.addEventListener('click', () => showSensors(next));
}
