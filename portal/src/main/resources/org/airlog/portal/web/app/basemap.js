// A map that needs nobody else: the countries as shapes, and tiles only where the operator has named a server for them.
/* global L */

/** The map in the element `id`; resolves when the countries are on it. */
export async function baseMap(id, options = {}) {
  const map = L.map(id, { preferCanvas: true, minZoom: 2, maxZoom: 16, worldCopyJump: true, ...options });
  map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
  map.setView([48, 11], 4);
  const settings = await fetch('/app/settings.json').then(answer => (answer.ok ? answer.json() : {}), () => ({}));
  map.hasTiles = Boolean(settings.tiles);
  map.findsAddresses = Boolean(settings.addresses);
  if (map.hasTiles) {
    L.tileLayer(settings.tiles, { attribution: settings.tilesAttribution ?? '', maxZoom: 19 }).addTo(map);
    return map;
  }
  const countries = await fetch('/app/countries.geojson').then(answer => answer.json());
  const style = getComputedStyle(document.documentElement);
  const layer = L.geoJSON(countries, { interactive: false, attribution: 'Natural Earth' }).addTo(map);
  const paint = () => layer.setStyle({
    fillColor: style.getPropertyValue('--land'), fillOpacity: 1, color: style.getPropertyValue('--border'), weight: 1,
  });
  paint();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
  return map;
}
