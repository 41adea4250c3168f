// What is good air: indices and limit values, which the server knows, and how readings are shown.
import { get } from './api.js';

let known;

/** The indices and limits; fetched once. */
export function airQuality() {
  known ??= get('/api/v1/air-quality');
  return known;
}

/** The band of `value` in `index`: `{name, colour, rank}`; undefined where the index does not know the pollutant. */
export function bandOf(index, pollutant, value) {
  const upper = index?.pollutants[pollutant]?.upper;
  if (!upper || value === undefined || value === null || value < 0) {
    return undefined;
  }
  const found = upper.findIndex(limit => value <= limit);
  const rank = found < 0 ? Math.min(upper.length, index.bands.length - 1) : found;
  return { ...index.bands[rank], rank };
}

/** Black or white, whichever can be read on `colour`. */
export function inkOn(colour) {
  const [red, green, blue] = [1, 3, 5].map(at => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff';
}

const names = { PM2_5: 'PM₂.₅', PM10: 'PM₁₀', NO2: 'NO₂', O3: 'O₃', SO2: 'SO₂', CO: 'CO', PB: 'Pb', TEMP: 'Temperature', HUM: 'Humidity', PRES: 'Pressure' };

/** A reading type as people write it. */
export function nameOf(type) {
  return names[type] ?? type;
}

const number = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 4 });

/** A value with its unit. */
export function shown(value, unit) {
  return `${number.format(value)} ${unit ?? ''}`.trim();
}

const instant = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** A time as people say it: 3 minutes ago, or its date where that is more than a month away. */
export function ago(time, now = Date.now()) {
  const seconds = (new Date(time) - now) / 1000;
  for (const [unit, size] of [['day', 86400], ['hour', 3600], ['minute', 60]]) {
    if (Math.abs(seconds) >= size) {
      return unit === 'day' && Math.abs(seconds) > 31 * size
        ? instant.format(new Date(time))
        : relative.format(Math.round(seconds / size), unit);
    }
  }
  return relative.format(Math.round(seconds), 'second');
}

/** A time as a date and a clock's time. */
export function clockTime(time) {
  return instant.format(new Date(time));
}

const trusts = {
  certified: 'certified: an operator vouches for it',
  signed: 'signed: nobody else can send in its name',
  rogue: 'rogue: unsigned, anybody could have sent this',
  legacy: 'legacy: an old device that cannot sign',
};

/** What a trust means. */
export function trustText(trust) {
  return trusts[trust] ?? trust;
}

/** A sensor's name: its maker and model, else what it is called in public. */
export function sensorName(feature) {
  const { manufacturer, model } = feature.properties;
  return [manufacturer, model].filter(part => part).join(' ') || `Sensor ${feature.id}`;
}

/** An element with text and attributes: text is never taken for markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'style') {
      Object.assign(made.style, value);
    } else {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}
