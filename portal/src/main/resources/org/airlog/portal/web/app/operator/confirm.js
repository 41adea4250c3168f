// A question that is answered before something is done.

const dialog = document.getElementById('confirm');

/** Whether the operator says yes; what `isGrave` looks so. */
export function confirmed(title, text, yes, isGrave = false) {
  document.getElementById('confirm-title').textContent = title;
  document.getElementById('confirm-text').textContent = text;
  const button = document.getElementById('confirm-yes');
  button.textContent = yes;
  button.className = isGrave ? 'primary danger' : 'primary';
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
}
