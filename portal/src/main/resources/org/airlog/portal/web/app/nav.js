// Shows the way to the operator's view, where there is one.
import { element } from './air.js';
import { get } from './api.js';

const { operators } = await get('/app/settings.json');
if (operators) {
  document.querySelector('.top nav').append(element('a', { href: '/operator' }, 'Operator'));
}
