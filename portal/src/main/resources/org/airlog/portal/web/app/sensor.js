// A sensor's page: its latest readings, and one reading type over time, beside another sensor's where asked for.
import * as echarts from '/lib/echarts/echarts.esm.min.mjs';
import { follow, get, sensors } from './api.js';
import { ago, airQuality, bandOf, clockTime, element, nameOf, sensorName, shown, trustText } from './air.js';

const HOUR = 3600 * 1000;
const SPANS = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR, year: 365 * 24 * HOUR };
const BUCKETS = { PT1H: HOUR, P1D: 24 * HOUR };
const COLOURS = ['#0b7d94', '#b4561c'];

const address = new URLSearchParams(location.search);
const form = document.getElementById('view');
const message = document.getElementById('message');
const chart = echarts.init(document.getElementById('chart'), undefined, { renderer: 'canvas' });

let air;
let sensor;
/** What is shown: from, to (milliseconds). */
let range;
/** The number of the newest question: answers to older ones are dropped. */
let asked = 0;
/** What is shown of this sensor. */
let shownFirst;

const type = () => form.elements.type.value;
const compare = () => form.elements.compare.value;
const iso = millis => new Date(millis).toISOString();
const unitOf = name => sensor.properties.readingTypes?.[name]?.unit ?? '';

function remember() {
  const query = new URLSearchParams({ id: sensor.id, type: type(), from: iso(range.from), to: iso(range.to) });
  if (compare()) {
    query.set('compare', compare());
  }
  history.replaceState(null, '', `?${query}`);
}

/** All of a range, page by page where it is raw. */
async function series(id, name, from, to) {
  const points = [];
  let cursor;
  let bucket;
  do {
    const page = await get(`/api/v1/sensors/${encodeURIComponent(id)}/observations`,
      { from: iso(from), to: iso(to), types: name, bucket: 'auto', limit: 5000, cursor });
    bucket = page.bucket;
    if (bucket === 'raw') {
      points.push(...page.observations.filter(one => one.readings[name] !== undefined)
        .map(one => ({ time: Date.parse(one.time), avg: one.readings[name], clock: one.clock })));
    } else {
      points.push(...(page.series[name] ?? []).map(one => ({ ...one, time: Date.parse(one.time) })));
    }
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return { bucket, points };
}

/** How far two points may lie apart and still be joined. */
function widest({ bucket, points }) {
  if (BUCKETS[bucket]) {
    return BUCKETS[bucket] * 1.5;
  }
  const steps = points.slice(1).map((point, at) => point.time - points[at].time).sort((one, other) => one - other);
  return Math.max(60 * 1000, 3 * (steps[Math.floor(steps.length / 2)] ?? 0));
}

/** The line with a null in each gap, so that a gap is seen as one. */
function withGaps(points, limit, value) {
  const line = [];
  points.forEach((point, at) => {
    if (at > 0 && point.time - points[at - 1].time > limit) {
      line.push([points[at - 1].time + 1, null]);
    }
    line.push([point.time, value(point)]);
  });
  return line;
}

function lines(name, told, colour, isFirst) {
  const limit = widest(told);
  const isBand = told.bucket !== 'raw';
  const main = {
    name, type: 'line', color: colour, showSymbol: told.points.length < 60, symbolSize: 5, connectNulls: false, sampling: undefined,
    lineStyle: { width: 2 }, data: withGaps(told.points, limit, point => point.avg), z: 3,
    markLine: isFirst ? limitLines() : undefined,
  };
  const doubtful = told.points.filter(point => point.clock);
  const made = [main];
  if (doubtful.length > 0) {
    made.push({
      name: `${name}, time not the sensor's own`, type: 'scatter', symbolSize: 8, z: 4,
      itemStyle: { color: 'transparent', borderColor: colour, borderWidth: 1.5 }, data: doubtful.map(point => [point.time, point.avg]),
    });
  }
  if (isBand) {
    const common = { type: 'line', stack: `band ${colour}`, symbol: 'none', lineStyle: { opacity: 0 }, silent: true, tooltip: { show: false }, z: 1 };
    made.push({ ...common, name: `${name} minimum`, stackStrategy: 'all', data: withGaps(told.points, limit, point => point.min) },
      { ...common, name: `${name} range`, stackStrategy: 'all', areaStyle: { color: colour, opacity: 0.18 },
        data: withGaps(told.points, limit, point => point.max - point.min) });
  }
  return made;
}

function limitsOfType() {
  return air.limits.filter(one => one.pollutant === type() && one.unit === unitOf(type()));
}

function limitLines() {
  const ink = getComputedStyle(document.body).color;
  return {
    silent: true, symbol: 'none', lineStyle: { type: 'dashed', color: ink, opacity: 0.55 },
    label: { position: 'insideEndTop', color: ink, formatter: '{b}', fontSize: 11 },
    data: [...new Set(limitsOfType().map(one => one.value))].map(value => ({
      yAxis: value, name: [...new Set(limitsOfType().filter(one => one.value === value).map(one => `${one.authority} ${one.averaging}`))].join(' · '),
    })),
  };
}

function listLimits() {
  const section = document.getElementById('limits');
  const limits = limitsOfType();
  section.hidden = limits.length === 0;
  section.querySelector('ul').replaceChildren(...limits.map(one => element('li', {},
    `${one.authority}: ${shown(one.value, one.unit)}, ${one.averaging} (${one.source})`)));
}

function paint(shownSeries) {
  const style = getComputedStyle(document.documentElement);
  const [ink, line] = ['--ink', '--line'].map(name => style.getPropertyValue(name));
  chart.setOption({
    animation: false,
    aria: { enabled: true },
    grid: { left: 56, right: 16, top: 30, bottom: 70 },
    textStyle: { color: ink },
    tooltip: { trigger: 'axis', confine: true, valueFormatter: value => (value === null || value === undefined ? '–' : shown(value, unitOf(type()))) },
    legend: shownSeries.length > 1 ? { data: shownSeries.map(one => one.name), textStyle: { color: ink }, top: 0 } : undefined,
    xAxis: { type: 'time', min: range.from, max: range.to, axisLabel: { color: ink, hideOverlap: true }, axisLine: { lineStyle: { color: line } } },
    yAxis: { type: 'value', scale: type() === 'PRES' || type() === 'TEMP', name: unitOf(type()), nameTextStyle: { color: ink, align: 'left' },
      axisLabel: { color: ink }, splitLine: { lineStyle: { color: line } } },
    dataZoom: [{ type: 'inside', filterMode: 'none' }, { type: 'slider', filterMode: 'none', height: 24, bottom: 10, textStyle: { color: ink } }],
    series: shownSeries.flatMap((one, at) => lines(one.name, one.told, COLOURS[at], at === 0)),
  }, { notMerge: true });
}

/** Only where somebody has opened it: it can be long. */
function tabulate() {
  if (shownFirst === undefined || !document.querySelector('details').open) {
    return;
  }
  const { bucket, points } = shownFirst;
  const head = bucket === 'raw' ? ['Time', 'Value'] : ['Time', 'Readings', 'Mean', 'Least', 'Most'];
  const cells = point => (bucket === 'raw' ? [point.avg] : [point.count, point.avg, point.min, point.max]);
  document.getElementById('table').replaceChildren(
    element('thead', {}, element('tr', {}, ...head.map((text, at) => element('th', at > 0 ? { class: 'number', scope: 'col' } : { scope: 'col' }, text)))),
    element('tbody', {}, ...points.slice(-1000).reverse().map(point => element('tr', {},
      element('td', {}, clockTime(point.time)),
      ...cells(point).map(value => element('td', { class: 'number' }, shown(value)))))));
}

function offerDownloads(bucket) {
  const query = new URLSearchParams({ from: iso(range.from), to: iso(range.to), types: type() });
  const base = `/api/v1/sensors/${encodeURIComponent(sensor.id)}/observations`;
  const link = (text, href, file) => element('a', file ? { href, download: file } : { href }, text);
  const kind = bucket === 'raw' ? 'raw' : bucket === 'P1D' ? 'day' : 'hour';
  document.getElementById('downloads').replaceChildren('Download what is shown:',
    link('CSV, every reading', `${base}.csv?${query}&bucket=raw`, `${sensor.id}.csv`),
    kind === 'raw' ? '' : link(`CSV, by the ${kind}`, `${base}.csv?${query}&bucket=${kind}`, `${sensor.id}-${kind}.csv`),
    link('Parquet, every reading', `${base}.parquet?${query}&bucket=raw`, `${sensor.id}.parquet`),
    link('JSON', `${base}?${query}&bucket=${kind}`));
}

async function show() {
  const question = ++asked;
  message.textContent = 'Loading …';
  try {
    const ids = [sensor.id, ...(compare() ? [compare()] : [])];
    const told = await Promise.all(ids.map(id => series(id, type(), range.from, range.to)));
    if (question !== asked) {
      return;
    }
    const names = ids.map(id => (id === sensor.id ? sensorName(sensor) : form.elements.compare.selectedOptions[0].textContent));
    paint(told.map((one, at) => ({ told: one, name: at > 0 && names[at] === names[0] ? `${names[at]} (2)` : names[at] })));
    const count = told[0].points.reduce((sum, point) => sum + (point.count ?? 1), 0);
    const how = { raw: 'every reading', PT1H: 'means by the hour, with the least and the most', P1D: 'means by the day, with the least and the most' };
    message.textContent = `${clockTime(range.from)} to ${clockTime(range.to)}: `
      + (count === 0 ? 'no reading.' : `${count.toLocaleString()} readings, ${how[told[0].bucket] ?? `by ${told[0].bucket}`}.`);
    document.getElementById('chart').setAttribute('aria-label', `Chart of ${nameOf(type())}: ${message.textContent}`);
    [shownFirst] = told;
    tabulate();
    offerDownloads(told[0].bucket);
    listLimits();
    remember();
  } catch (problem) {
    if (question === asked) {
      message.textContent = `The readings cannot be shown: ${problem.message}`;
    }
  }
}

function latestTiles() {
  const latest = sensor.properties.latest ?? {};
  const index = air.indices[0];
  document.getElementById('latest').replaceChildren(...Object.entries(latest).map(([name, one]) => {
    const band = bandOf(index, name, one.value);
    const tile = element('li', band ? { style: { borderLeftColor: band.colour } } : {},
      nameOf(name), element('b', {}, shown(one.value, unitOf(name))),
      element('span', { class: 'small quiet' }, [band?.name, ago(one.time), one.clock ? 'not the sensor\'s own time' : ''].filter(part => part).join(' · ')));
    return tile;
  }));
  const { trust, firstSeen, lastSeen } = sensor.properties;
  document.getElementById('facts').replaceChildren(
    element('span', { class: `badge ${trust}`, title: trustText(trust) }, trust),
    ` ${[lastSeen ? `last observation ${ago(lastSeen)}` : 'no observation yet', firstSeen ? `known since ${clockTime(firstSeen)}` : '',
      sensor.geometry ? `near ${sensor.geometry.coordinates[1].toFixed(2)}, ${sensor.geometry.coordinates[0].toFixed(2)}` : 'without a place']
      .filter(part => part).join(' · ')}`);
}

function span(to, millis) {
  range = { from: to - millis, to };
  return show();
}

const newest = () => Date.parse(sensor.properties.lastSeen ?? new Date().toISOString()) + 60 * 1000;
const chosenSpan = () => SPANS[form.querySelector('[name=span]:checked')?.value] ?? range.to - range.from;

/** Looking closer than half of what was loaded loads it anew, finer. */
function refine() {
  const { startValue, endValue } = chart.getOption().dataZoom[0];
  if (endValue - startValue < (range.to - range.from) / 2 && endValue - startValue > 60 * 1000) {
    range = { from: Math.round(startValue), to: Math.round(endValue) };
    form.querySelectorAll('[name=span]').forEach(radio => { radio.checked = false; });
    show();
  }
}

/** Zooms by the keyboard: the middle stays. */
function zoom(factor, shift) {
  const width = (range.to - range.from) * factor;
  const middle = (range.from + range.to) / 2 + shift * (range.to - range.from);
  range = { from: Math.round(middle - width / 2), to: Math.round(middle + width / 2) };
  form.querySelectorAll('[name=span]').forEach(radio => { radio.checked = false; });
  show();
}

const keys = { '+': [0.5, 0], '=': [0.5, 0], '-': [2, 0], ArrowLeft: [1, -0.25], ArrowRight: [1, 0.25] };

function wire() {
  form.addEventListener('submit', event => event.preventDefault());
  form.elements.type.addEventListener('change', show);
  form.elements.compare.addEventListener('change', show);
  form.querySelectorAll('[name=span]').forEach(radio => radio.addEventListener('change', () => span(range.to, chosenSpan())));
  document.getElementById('earlier').addEventListener('click', () => span(range.to - (range.to - range.from) / 2, range.to - range.from));
  document.getElementById('later').addEventListener('click', () => span(range.to + (range.to - range.from) / 2, range.to - range.from));
  document.getElementById('newest').addEventListener('click', () => span(newest(), range.to - range.from));
  document.getElementById('chart').addEventListener('keydown', event => {
    if (keys[event.key]) {
      event.preventDefault();
      zoom(...keys[event.key]);
    }
  });
  document.querySelector('details').addEventListener('toggle', tabulate);
  let pause;
  chart.on('datazoom', () => {
    clearTimeout(pause);
    pause = setTimeout(refine, 400);
  });
  addEventListener('resize', () => chart.resize());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
}

async function offerComparison() {
  const others = [];
  await sensors(features => others.push(...features.filter(one => one.id !== sensor.id)));
  const distance = other => (sensor.geometry && other.geometry
    ? Math.hypot(...[0, 1].map(at => sensor.geometry.coordinates[at] - other.geometry.coordinates[at])) : Infinity);
  others.sort((one, other) => distance(one) - distance(other) || sensorName(one).localeCompare(sensorName(other)));
  form.elements.compare.append(...others.slice(0, 200).map(one => element('option', { value: one.id }, sensorName(one))));
  const wanted = address.get('compare');
  if (wanted && others.some(one => one.id === wanted)) {
    if (!others.slice(0, 200).some(one => one.id === wanted)) {
      form.elements.compare.append(element('option', { value: wanted }, sensorName(others.find(one => one.id === wanted))));
    }
    form.elements.compare.value = wanted;
    show();
  }
}

function take({ id, time, clock, readings }) {
  if (id !== sensor.id) {
    return;
  }
  const wasNewest = range.to >= newest() - 60 * 1000;
  sensor.properties.latest ??= {};
  for (const [name, value] of Object.entries(readings)) {
    sensor.properties.latest[name] = { value, time, clock };
  }
  sensor.properties.lastSeen = time;
  latestTiles();
  if (wasNewest) {
    span(newest(), range.to - range.from);
  }
}

async function start() {
  const id = address.get('id');
  if (!id) {
    location.replace('/');
    return;
  }
  [air, sensor] = await Promise.all([airQuality(), get(`/api/v1/sensors/${encodeURIComponent(id)}`)]);
  document.getElementById('title').textContent = sensorName(sensor);
  document.title = `Airlog: ${sensorName(sensor)}`;
  latestTiles();
  const types = Object.keys(sensor.properties.readingTypes ?? {});
  form.elements.type.replaceChildren(...types.map(name => element('option', { value: name }, `${nameOf(name)} (${unitOf(name)})`)));
  if (types.length === 0) {
    message.textContent = 'This sensor has not been heard yet.';
    form.hidden = true;
    return;
  }
  if (types.includes(address.get('type'))) {
    form.elements.type.value = address.get('type');
  } else if (types.includes('PM2_5')) {
    form.elements.type.value = 'PM2_5';
  }
  const [from, to] = ['from', 'to'].map(name => Date.parse(address.get(name) ?? ''));
  range = from < to ? { from, to } : { from: newest() - SPANS.week, to: newest() };
  if (from < to) {
    form.querySelectorAll('[name=span]').forEach(radio => { radio.checked = SPANS[radio.value] === to - from; });
  }
  wire();
  await show();
  await offerComparison();
  follow(take);
}

start().catch(problem => { message.textContent = `The sensor cannot be shown: ${problem.message}`; });
