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

/** What an operator should look at, the worst first. */
function worries(processes) {
  const said = [];
  for (const one of processes.filter(process => !process.ready)) {
    said.push(`${names[one.kind]} at ${one.url} does not work: ${one.detail ?? 'it does not say why'}`);
  }
  for (const one of processes.filter(process => process.ready && process.detail)) {
    said.push(`${names[one.kind]} at ${one.url}: ${one.detail}`);
  }
  const lag = sum(processes, one => one.lag);
  if (lag > MUCH_LAG) {
    said.push(`${count(lag)} records are not stored yet`);
  }
  const parked = sum(processes, one => one.parked);
  if (parked > 0) {
    said.push(`${counted(parked, 'observation was', 'observations were')} acknowledged and could not be stored: see below`);
  }
  return said;
}

function figure(name, value, text, mood) {
  return element('li', { class: mood }, element('span', {}, name), element('b', {}, value), element('span', { class: 'small quiet' }, text));
}

function figures(processes, refused) {
  const accepted = sum(processes, one => one.accepted);
  const refusedCount = Object.values(refused).reduce((total, one) => total + one, 0);
  const waiting = sum(processes, one => one.spool?.entries);
  const lag = sum(processes, one => one.lag);
  const behind = Math.min(...processes.map(one => one.behindSeconds ?? Infinity));
  const parked = sum(processes, one => one.parked);
  const late = [
    waiting > 0 ? `${count(waiting)} wait on a broker's disk (${size(sum(processes, one => one.spool?.bytes))})` : '',
    lag > 0 ? `${count(lag)} wait in Kafka` : '',
    behind > LONG_BEHIND && behind < Infinity ? `charts are ${span(behind)} behind` : '',
  ].filter(part => part);
  return [
    figure('Refused', count(refusedCount), `of ${counted(accepted + refusedCount, 'publish', 'publishes')}`, refusedCount > 0 ? 'some' : 'none'),
    figure('Late', count(waiting + lag), late.length > 0 ? late.join(', ') : 'records: what was accepted is stored',
      waiting > 0 || lag > MUCH_LAG ? 'some' : 'none'),
    figure('Set aside', count(parked), parked > 0 ? 'observations that no row could take' : 'observations: nothing was lost', parked > 0 ? 'bad' : 'none'),
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
    ? [element('li', { class: 'quiet' }, 'None was.')]
    : sorted.map(entry => reasonRow(entry, sorted[0][1]))));
}
