// The claim page: registers a sensor by its number and tells when it is heard.
/* global L */
import { ago, element } from './air.js';
import { get } from './api.js';
import { baseMap } from './basemap.js';

const form = document.getElementById('claim');
const error = document.getElementById('error');
const SUID = /^(urn:uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
let map;
let pin;

function place(latitude, longitude, zoom) {
  form.elements.latitude.value = latitude.toFixed(5);
  form.elements.longitude.value = longitude.toFixed(5);
  pin ??= L.circleMarker([latitude, longitude], { radius: 9, weight: 3 }).addTo(map);
  pin.setLatLng([latitude, longitude]);
  map.setView([latitude, longitude], zoom ?? map.getZoom());
}

function fail(text, field) {
  error.textContent = text;
  field?.setAttribute('aria-invalid', 'true');
  field?.focus();
  return undefined;
}

/** The registration that the form holds; undefined, with the fault told, where it holds none. */
function registration() {
  error.textContent = '';
  [...form.elements].forEach(field => field.removeAttribute('aria-invalid'));
  const { suid, manufacturer, model, latitude, longitude, claim_code: code } = form.elements;
  const number = suid.value.trim().toLowerCase().replace(/^urn:uuid:/, '');
  if (!SUID.test(suid.value.trim())) {
    return fail('The number on the sticker has 8, 4, 4, 4 and 12 hexadecimal digits with hyphens between them.', suid);
  }
  for (const field of [manufacturer, model]) {
    if (field.value.trim() === '') {
      return fail('Maker and model say what the readings are worth: please name both.', field);
    }
  }
  const described = { manufacturer: manufacturer.value.trim(), model: model.value.trim() };
  if (latitude.value.trim() !== '' || longitude.value.trim() !== '') {
    const at = { latitude: Number(latitude.value.replace(',', '.')), longitude: Number(longitude.value.replace(',', '.')) };
    if (!(Math.abs(at.latitude) <= 90) || latitude.value.trim() === '') {
      return fail('A latitude lies between −90 and 90 degrees.', latitude);
    }
    if (!(Math.abs(at.longitude) <= 180) || longitude.value.trim() === '') {
      return fail('A longitude lies between −180 and 180 degrees.', longitude);
    }
    described.location = at;
  }
  if (code.value.trim() !== '') {
    described.claim_code = code.value.trim();
  }
  return { suid: number, described };
}

const reasons = {
  400: 'The registration was not understood: ',
  401: 'This sensor has been claimed. Only the sensor itself, by its signature, or an operator can give it away: ',
  403: 'This sensor cannot be claimed this way: ',
  429: 'Too many registrations from here, please wait: ',
  503: 'Airlog cannot register a sensor just now, please try again: ',
};

/** Whether somebody, or the sensor itself, has been here before. */
async function standing(suid) {
  const answer = await fetch('/api/v1/claims', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ suid }),
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Error(told.detail ?? told.title ?? answer.statusText);
  }
  return told;
}

async function register({ suid, described }) {
  if ((await standing(suid)).claimed) {
    throw new Error(`${reasons[401]}ask whoever runs this Airlog for a release.`);
  }
  const answer = await fetch(`/v1/sensors/${suid}`, {
    // Should somebody else have claimed it since, the door refuses.
    method: 'PUT', headers: { 'Content-Type': 'application/json', 'If-None-Match': '*' }, body: JSON.stringify(described),
  });
  if (answer.ok) {
    return answer.text();
  }
  const problem = await answer.json().catch(() => ({}));
  throw new Error((reasons[answer.status] ?? 'The sensor was not claimed: ') + (problem.detail ?? problem.title ?? answer.status));
}

/** What a first publish looks like, ready to be pasted into a shell. */
function commands(suid, secret) {
  const payload = `PAYLOAD="[{\\"timestamp\\":$(date +%s),\\"readings\\":{\\"PM2_5\\":12.5,\\"TEMP\\":8.1}}]"`;
  return {
    curl: `${payload}
HASH=$(printf '%s%s' "$PAYLOAD" "${secret}" | openssl dgst -sha256 -r | cut -d' ' -f1)
curl -i -X POST ${location.origin}/v1/sensors/${suid}/readings \\
  -H 'Content-Type: application/json' -H "Authorization: OpenSmogHash $HASH" -d "$PAYLOAD"`,
    mosquitto: `${payload}
TOPIC=v1/sensors/${suid}/readings
HMAC=$(printf '%s\\n%s' "$TOPIC" "$PAYLOAD" | openssl dgst -sha256 -hmac "${secret}" -r | cut -d' ' -f1)
mosquitto_pub -h ${location.hostname} -p 1883 -V mqttv5 -q 1 -t "$TOPIC" -m "$PAYLOAD" \\
  -D publish user-property Authorization "HMAC-SHA256 $HMAC"`,
  };
}

function listen(suid) {
  const heard = document.getElementById('heard');
  const look = async () => {
    const told = await standing(suid).catch(() => ({}));
    if (told.lastSeen) {
      heard.replaceChildren(`Heard: its last observation is of ${ago(told.lastSeen)}. `,
        Object.assign(document.createElement('a'), { href: `/sensor?id=${encodeURIComponent(told.id)}`, textContent: 'Look at it' }));
    }
    setTimeout(look, told.lastSeen ? 30000 : 3000);
  };
  look();
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  const asked = registration();
  if (asked === undefined) {
    return;
  }
  const button = form.querySelector('[type=submit]');
  button.disabled = true;
  try {
    const secret = await register(asked);
    const made = commands(asked.suid, secret);
    document.getElementById('secret').textContent = secret;
    document.getElementById('curl').textContent = made.curl;
    document.getElementById('mosquitto').textContent = made.mosquitto;
    form.hidden = true;
    const done = document.getElementById('done');
    done.hidden = false;
    done.focus();
    listen(asked.suid);
  } catch (problem) {
    fail(problem.message);
  } finally {
    button.disabled = false;
  }
});

document.getElementById('invent').addEventListener('click', () => {
  const random = crypto.getRandomValues(new Uint8Array(16));
  random[6] = (random[6] & 0x0f) | 0x40;
  random[8] = (random[8] & 0x3f) | 0x80;
  const digits = [...random].map(byte => byte.toString(16).padStart(2, '0')).join('');
  form.elements.suid.value = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
});

document.getElementById('here').addEventListener('click', () => navigator.geolocation.getCurrentPosition(
  ({ coords }) => place(coords.latitude, coords.longitude, 13),
  refusal => fail(`The browser does not tell where you are: ${refusal.message}`)));

document.querySelectorAll('[data-copy]').forEach(button => button.addEventListener('click', async () => {
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  button.textContent = 'Copied';
}));

async function find() {
  const found = document.getElementById('found');
  const address = form.elements.address.value.trim();
  if (address === '') {
    return;
  }
  error.textContent = '';
  try {
    const places = await get('/api/v1/places', { q: address });
    found.replaceChildren(...places.map(one => {
      const choose = element('button', { type: 'button', class: 'link' }, one.name);
      choose.addEventListener('click', () => place(one.latitude, one.longitude, 13));
      return element('li', {}, choose);
    }));
    if (places.length === 0) {
      found.replaceChildren(element('li', {}, 'Nothing found: try the town alone, then click the map.'));
    }
  } catch (problem) {
    fail(`The address was not found: ${problem.message}`, form.elements.address);
  }
}

document.getElementById('find').addEventListener('click', find);
form.elements.address.addEventListener('keydown', event => {
  if (event.key === 'Enter') {
    event.preventDefault();
    find();
  }
});

map = await baseMap('place', { worldCopyJump: true });
document.getElementById('lookup').hidden = !map.findsAddresses;
map.on('click', ({ latlng }) => place(latlng.lat, latlng.wrap().lng));
for (const field of [form.elements.latitude, form.elements.longitude]) {
  field.addEventListener('change', () => {
    const [latitude, longitude] = ['latitude', 'longitude'].map(name => Number(form.elements[name].value.replace(',', '.')));
    if (form.elements.latitude.value && form.elements.longitude.value && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) {
      place(latitude, longitude);
    }
  });
}
