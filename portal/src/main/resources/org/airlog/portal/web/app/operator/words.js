// Numbers, spans of time and reasons as people say them.

const number = new Intl.NumberFormat();

/** A count. */
export function count(value) {
  return number.format(value);
}

/** A count of something: `one` or `many`. */
export function counted(value, one, many) {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A length of time: 3 s, 12 min, 5 h, 40 days. */
export function span(seconds) {
  if (seconds < 0) {
    return '0 s';
  }
  for (const [size, unit] of [[2 * 86400, 'days'], [3600, 'h'], [60, 'min']]) {
    if (seconds >= size) {
      return `${count(Math.floor(seconds / (unit === 'days' ? 86400 : size)))} ${unit}`;
    }
  }
  return `${count(Math.round(seconds))} s`;
}

/** Bytes: 812 B, 40 KiB, 1.2 MiB. */
export function size(bytes) {
  for (const [unit, one] of [['GiB', 2 ** 30], ['MiB', 2 ** 20], ['KiB', 2 ** 10]]) {
    if (bytes >= one) {
      return `${(bytes / one).toFixed(bytes < 10 * one ? 1 : 0)} ${unit}`;
    }
  }
  return `${count(bytes)} B`;
}

const reasons = {
  'malformed': 'the payload is not what it says it is',
  'time-implausible': 'every time is too old or in the future',
  'value-implausible': 'every reading is out of its range',
  'topic-invalid': 'the topic names no sensor',
  'signature-missing': 'a registered sensor sent without a signature',
  'signature-wrong': 'the signature does not match',
  'signature-stale': 'the signature is too old or from the future',
  'not-allowed': 'a rule forbids it',
  'content-type-unsupported': 'nobody reads this content type',
  'too-large': 'larger than a limit',
  'over-limit': 'more often than a limit; the sender keeps it and sends it again',
  'conflict': 'another value of that instant is stored already',
  'undecodable': 'the record cannot be read',
  'unstorable': 'the database takes no such value',
  'unavailable': 'Airlog could not judge or store it; the sender keeps it and sends it again',
};

/** What a reason means; empty where it is not known. */
export function meaning(reason) {
  return reasons[reason] ?? '';
}
