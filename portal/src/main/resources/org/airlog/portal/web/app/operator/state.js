// How Airlog does: is anything refused, late or set aside, and why.
import { element } from '../air.js';
import { showLetters } from './letters.js';
import { count, counted, meaning, size, span } from './words.js';

/** Records behind, from which on it is worth a word. */
const MUCH_LAG = 5000;
const LONG_BEHIND = 60;

const names = { broker: 'Broker', gateway: 'Gateway', consumer: 'Consumer', portal: 'Portal', unknown: 'Unknown' };
const spools = { 'direct': 'nothing waits', 'spooling': 'Kafka is away, records wait', 'handing-over': 'records are handed over' };

const sum = (processes, figure) => processes.reduce((total, one) => total + (figure(one) ?? 0), 0);

/**
 * What processes of `kind` tell: the sum, and whether that is known: somebody tells, and all of them work. One that does not say
 * what it is may be one of them.
 */
function told(processes, kind, figure) {
  const asked = processes.filter(one => one.kind === kind || one.kind === 'unknown');
  return { sum: sum(asked, figure), isKnown: asked.some(one => figure(one) !== undefined) && asked.every(one => one.ready) };
}

/** What brokers and consumers tell of refusals, of what waits, and of what no row could take. */
function tallies(processes) {
  return {
    accepted: told(processes, 'broker', one => one.accepted),
    waiting: told(processes, 'broker', one => one.spool?.entries),
    lag: told(processes, 'consumer', one => one.lag),
    parked: told(processes, 'consumer', one => one.parked),
  };
}

/** What an operator should look at, the worst first. */
function worries(processes) {
  const said = [];
  for (const one of processes.filter(process => !process.ready)) {
    said.push(`${names[one.kind]} at ${one.url} does not work: ${one.detail ?? 'it does not say why'}`);
  }
  for (const one of processes.filter(process => process.ready && process.detail)) {
    said.push(`${names[one.kind]} at ${one.url}: ${one.detail}`);
  }
  const { accepted, waiting, lag, parked } = tallies(processes);
  if (lag.sum > MUCH_LAG) {
    said.push(`${count(lag.sum)} records are not stored yet`);
  }
  if (parked.sum > 0) {
    said.push(`${counted(parked.sum, 'observation was', 'observations were')} acknowledged and could not be stored: see below`);
  }
  // Of a process that does not work it is said already.
  const doAllWork = processes.every(one => one.ready);
  if (doAllWork && !(accepted.isKnown && waiting.isKnown)) {
    said.push('No broker tells what is refused, or what waits on its disk: it is not known');
  }
  if (doAllWork && !(lag.isKnown && parked.isKnown)) {
    said.push('No consumer tells what waits in Kafka, or what was set aside: it is not known');
  }
  return said;
}

/** `value` is all there is where `isKnown`, else the least. */
function figure(name, { sum: value, isKnown }, text, mood) {
  const shown = isKnown ? count(value) : value > 0 ? `≥ ${count(value)}` : 'not known';
  return element('li', { class: isKnown || mood === 'bad' ? mood : 'some' },
    element('span', {}, name), element('b', {}, shown), element('span', { class: 'small quiet' }, text));
}

function figures(processes, refused) {
  const { accepted, waiting, lag, parked } = tallies(processes);
  const refusedCount = Object.values(refused).reduce((total, one) => total + one, 0);
  const behind = Math.min(...processes.map(one => one.behindSeconds ?? Infinity));
  const isLateKnown = waiting.isKnown && lag.isKnown;
  const late = [
    waiting.sum > 0 ? `${count(waiting.sum)} wait on a broker's disk (${size(sum(processes, one => one.spool?.bytes))})` : '',
    lag.sum > 0 ? `${count(lag.sum)} wait in Kafka` : '',
    behind > LONG_BEHIND && behind < Infinity ? `charts are ${span(behind)} behind` : '',
  ].filter(part => part);
  return [
    figure('Refused', { sum: refusedCount, isKnown: accepted.isKnown },
      accepted.isKnown ? `of ${counted(accepted.sum + refusedCount, 'publish', 'publishes')}` : 'publishes: not every broker tells',
      refusedCount > 0 ? 'some' : 'none'),
    figure('Late', { sum: waiting.sum + lag.sum, isKnown: isLateKnown },
      late.length > 0 ? late.join(', ') : isLateKnown ? 'records: what was accepted is stored' : 'records: not every process tells',
      waiting.sum > 0 || lag.sum > MUCH_LAG ? 'some' : 'none'),
    figure('Set aside', parked, 'observations that no row could take, since the consumer began', parked.sum > 0 ? 'bad' : 'none'),
  ];
}

function processRow(one) {
  const facts = [
    one.spool ? `spool: ${spools[one.spool.state] ?? one.spool.state}${one.spool.entries > 0 ? `, ${count(one.spool.entries)} (${size(one.spool.bytes)})` : ''}` : '',
    one.lag === undefined ? '' : `${counted(one.lag, 'record', 'records')} behind`,
    one.accepted === undefined ? '' : `${count(one.accepted)} accepted`,
  ].filter(part => part).join(' · ');
  const mood = one.ready ? (one.detail ? 'some' : 'none') : 'bad';
  return element('li', { class: 'process' },
    element('span', { class: `state ${mood}` }, one.ready ? 'works' : 'does not work'),
    element('b', {}, names[one.kind] ?? one.kind), element('span', { class: 'quiet small address' }, one.url),
    ...(one.detail ? [element('span', { class: 'why' }, one.detail)] : []),
    ...(facts ? [element('span', { class: 'quiet small under' }, facts)] : []));
}

function reasonRow([reason, refused], most) {
  const show = element('button', { type: 'button', class: 'link' }, reason);
  show.addEventListener('click', () => showLetters({ kind: 'rejected', reason, isAsked: true }));
  return element('li', {}, show, element('b', {}, count(refused)),
    element('span', { class: 'bar', 'aria-hidden': 'true', style: { width: `${Math.max(1, 100 * refused / most)}%` } }),
    element('span', { class: 'small quiet' }, meaning(reason)));
}

/** Only where it has changed: what is announced is read out each time. */
function tell(verdict, mood, text, said) {
  if (verdict.dataset.told !== [text, ...said].join('\n')) {
    verdict.dataset.told = [text, ...said].join('\n');
    verdict.className = `verdict ${mood}`;
    verdict.querySelector('p').textContent = text;
    verdict.querySelector('ul').replaceChildren(...said.map(one => element('li', {}, one)));
  }
}

/** Shows an answer of `/operator/state`. */
export function showState({ processes, refused }) {
  const verdict = document.getElementById('verdict');
  const said = worries(processes);
  if (processes.length === 0) {
    tell(verdict, 'some', 'No process is watched: name them in airlog.portal.watched, and their state is seen here.', []);
  } else if (said.length === 0) {
    tell(verdict, 'none', 'All is well: every process works, and nothing waits for you.', []);
  } else {
    const mood = processes.some(one => !one.ready) ? 'bad' : 'some';
    tell(verdict, mood, said.length === 1 ? 'One thing wants a look.' : `${said.length} things want a look.`, said);
  }
  document.getElementById('figures').replaceChildren(...(processes.length === 0 ? [] : figures(processes, refused)));
  document.getElementById('processes').replaceChildren(...processes.map(processRow));
  const sorted = Object.entries(refused).sort((one, other) => other[1] - one[1]);
  document.getElementById('reasons').replaceChildren(...(sorted.length === 0
    ? [element('li', { class: 'quiet' }, tallies(processes).accepted.isKnown ? 'None was.' : 'It is not known.')]
    : sorted.map(entry => reasonRow(entry, sorted[0][1]))));
}

/** Shows that there was no answer: what an earlier one said may no longer be so. */
export function showNoState(why) {
  tell(document.getElementById('verdict'), 'some', `How Airlog does is not known just now: ${why}`, []);
  for (const id of ['figures', 'processes', 'reasons']) {
    document.getElementById(id).replaceChildren();
  }
}
