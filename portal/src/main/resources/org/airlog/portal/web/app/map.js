// The map page: all sensors, coloured by the band of one pollutant, and the list of those in view.
/* global L */
import { sensors, follow } from './api.js';
import { ago, airQuality, bandOf, element, inkOn, nameOf, sensorName, shown, trustText } from './air.js';
import { baseMap } from './basemap.js';

const CELL_PIXELS = 56;
const MOST_LISTED = 100;
const NOTHING = '#8a949b';
const WORTH_SHOWING_MILLIS = 24 * 3600 * 1000;

const form = document.querySelector('form');
const all = new Map();
let air;
let map;
let markers;
let isDrawing = false;

const index = () => air.indices.find(one => one.id === form.elements.index.value);
const pollutant = () => form.elements.pollutant.value;
const unit = () => air.indices.map(one => one.pollutants[pollutant()]?.unit).find(found => found) ?? '';
const trusts = () => new Set([...form.querySelectorAll('[name=trust]:checked')].map(box => box.value));

/** What a sensor shows for the chosen pollutant: nothing where its last reading is older than a day. */
function reading(feature) {
  const latest = feature.properties.latest?.[pollutant()];
  return latest && Date.now() - new Date(latest.time) < WORTH_SHOWING_MILLIS ? latest : undefined;
}

function visible() {
  const chosen = trusts();
  const bounds = map.getBounds();
  return [...all.values()].filter(feature => feature.geometry !== null
    && chosen.has(feature.properties.trust)
    && bounds.contains([feature.geometry.coordinates[1], feature.geometry.coordinates[0]]));
}

/** Sensors that would cover each other, by cells of the screen. */
function cells(features) {
  const grouped = new Map();
  for (const feature of features) {
    const [longitude, latitude] = feature.geometry.coordinates;
    const point = map.project([latitude, longitude]);
    const key = `${Math.floor(point.x / CELL_PIXELS)}:${Math.floor(point.y / CELL_PIXELS)}`;
    if (grouped.has(key)) {
      grouped.get(key).push(feature);
    } else {
      grouped.set(key, [feature]);
    }
  }
  return [...grouped.values()];
}

/** The band of the middle of those that have a reading: one bad sensor does not colour a town. */
function middleBand(features) {
  const bands = features.map(feature => bandOf(index(), pollutant(), reading(feature)?.value))
    .filter(band => band !== undefined).sort((one, other) => one.rank - other.rank);
  return bands[Math.floor((bands.length - 1) / 2)];
}

function marker(features) {
  const colour = middleBand(features)?.colour ?? NOTHING;
  if (features.length === 1) {
    const [feature] = features;
    const [longitude, latitude] = feature.geometry.coordinates;
    const isVouchedFor = feature.properties.trust === 'certified' || feature.properties.trust === 'signed';
    return L.circleMarker([latitude, longitude], {
      radius: feature.properties.trust === 'certified' ? 10 : 8,
      fillColor: colour, fillOpacity: 1, color: getComputedStyle(document.body).color, weight: feature.properties.trust === 'certified' ? 3 : 1.5,
      dashArray: isVouchedFor ? undefined : '3 3',
    }).bindTooltip(() => describe(feature)).on('click', () => { location.href = page(feature); });
  }
  const latitude = features.reduce((sum, one) => sum + one.geometry.coordinates[1], 0) / features.length;
  const longitude = features.reduce((sum, one) => sum + one.geometry.coordinates[0], 0) / features.length;
  const size = 30 + Math.min(26, 6 * Math.log10(features.length));
  const label = element('div', { class: 'cluster', style: { background: colour, color: inkOn(colour), width: `${size}px`, height: `${size}px` } },
    String(features.length));
  return L.marker([latitude, longitude], { icon: L.divIcon({ className: '', html: label, iconSize: [size, size] }), keyboard: false })
    .on('click', () => {
      const bounds = L.latLngBounds(features.map(one => [one.geometry.coordinates[1], one.geometry.coordinates[0]]));
      if (map.getZoom() >= map.getMaxZoom() || bounds.getNorthEast().equals(bounds.getSouthWest())) {
        document.getElementById('sensors').focus();
      } else {
        map.fitBounds(bounds.pad(0.2), { maxZoom: map.getMaxZoom() });
      }
    });
}

const page = feature => `/sensor?id=${encodeURIComponent(feature.id)}`;

function describe(feature) {
  const latest = reading(feature);
  return `${sensorName(feature)}: ${latest ? shown(latest.value, unit()) : 'no reading today'}`;
}

function item(feature) {
  const latest = reading(feature);
  const band = bandOf(index(), pollutant(), latest?.value);
  const { trust, lastSeen } = feature.properties;
  return element('li', {}, element('a', { href: page(feature) },
    element('span', { class: `dot ${trust}`, style: { background: band?.colour ?? NOTHING }, 'aria-hidden': 'true' }),
    element('span', { class: 'name' }, sensorName(feature)),
    element('span', { class: 'value' }, latest ? shown(latest.value, unit()) : '–'),
    element('span', { class: 'under quiet', title: trustText(trust) },
      [trust, band?.name, lastSeen ? ago(lastSeen) : 'not heard yet'].filter(part => part).join(' · '))));
}

function legend() {
  document.getElementById('legend').replaceChildren(...index().bands.map(band => element('li', {},
    element('span', { class: 'dot', style: { background: band.colour }, 'aria-hidden': 'true' }), band.name)));
  const about = index().pollutants[pollutant()];
  document.getElementById('source').replaceChildren(...(about
    ? [`${index().name}, ${nameOf(pollutant())} (${about.averaging}), of the last reading. `, element('a', { href: index().source }, 'Source')]
    : [`${index().name} does not know ${nameOf(pollutant())}.`]));
}

function draw() {
  isDrawing = false;
  const shownNow = visible();
  markers.clearLayers();
  cells(shownNow).forEach(features => marker(features).addTo(markers));
  const places = new Set(shownNow);
  const unplaced = [...all.values()].filter(feature => feature.geometry === null && trusts().has(feature.properties.trust));
  const listed = [...places, ...unplaced]
    .sort((one, other) => (reading(other)?.value ?? -1) - (reading(one)?.value ?? -1)).slice(0, MOST_LISTED);
  document.getElementById('sensors').replaceChildren(...listed.map(item));
  document.getElementById('summary').textContent = all.size === 0
    ? 'No sensor has been heard yet.'
    : `${places.size} of ${all.size} on this map${unplaced.length > 0 ? `, ${unplaced.length} without a place` : ''}`
      + (listed.length < places.size + unplaced.length ? `; the ${listed.length} highest are listed` : '');
  legend();
}

/** Once for all changes of a frame. */
function redraw() {
  if (!isDrawing) {
    isDrawing = true;
    requestAnimationFrame(draw);
  }
}

function options(select, entries) {
  select.replaceChildren(...entries.map(([value, text]) => element('option', { value }, text)));
}

async function load() {
  await sensors(features => {
    features.forEach(feature => all.set(feature.id, feature));
    redraw();
  });
  const placed = [...all.values()].filter(feature => feature.geometry !== null)
    .map(feature => [feature.geometry.coordinates[1], feature.geometry.coordinates[0]]);
  if (placed.length > 0) {
    // Closer the built-in map has nothing more to show.
    map.fitBounds(L.latLngBounds(placed).pad(0.2), { maxZoom: map.hasTiles ? 11 : 7 });
  }
  redraw();
}

let isReloading = false;

function take({ id, time, clock, readings }) {
  const feature = all.get(id);
  if (feature === undefined) {
    if (!isReloading) {
      isReloading = true;
      setTimeout(() => sensors(features => { features.forEach(one => all.set(one.id, one)); redraw(); })
        .finally(() => { isReloading = false; }), 3000);
    }
    return;
  }
  feature.properties.lastSeen = time;
  feature.properties.latest ??= {};
  for (const [type, value] of Object.entries(readings)) {
    feature.properties.latest[type] = { value, time, clock };
  }
  redraw();
}

async function start() {
  air = await airQuality();
  options(form.elements.index, air.indices.map(one => [one.id, one.name]));
  const known = [...new Set(air.indices.flatMap(one => Object.keys(one.pollutants)))];
  options(form.elements.pollutant, known.map(type => [type, nameOf(type)]));
  map = await baseMap('map');
  markers = L.layerGroup().addTo(map);
  map.on('moveend zoomend', redraw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  form.addEventListener('change', redraw);
  form.addEventListener('submit', event => event.preventDefault());
  await load();
  follow(take);
}

start().catch(problem => {
  document.getElementById('summary').textContent = `The sensors cannot be shown: ${problem.message}`;
});
