// Says at the checkout whether the total that stands there is the one that the shop signed.
import { Forged, verify } from '/quote.js';

const form = document.querySelector('form[data-quote]');
const show = name => form.querySelector(`[data-seal=${name}]`).hidden = false;

/** Whether this browser can tell: Ed25519 came late to some, and only to secure pages. */
const able = async () => {
  try {
    return !!await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  } catch {
    return false;
  }
};

// The times for another place come without a button.
const zone = document.querySelector('select[name=zone]');
const times = document.querySelector('button[formaction]');
if (zone && times) {
  times.hidden = true;
  zone.addEventListener('change', () => zone.form.requestSubmit(times));
}

// Whoever ends the number of points with Enter wants to see what is left to pay.
const points = document.querySelector('input[name=points]');
points?.addEventListener('keydown', event => {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  points.form.requestSubmit(document.querySelector('fieldset.points button'));
});

/** Only what is forged keeps anybody from ordering: the shop decides again, and nothing is known without its keys. */
if (form && await able()) {
  try {
    const { total, currency, exp } = await verify(form.dataset.quote);
    if (form.elements.expected.value !== `${total} ${currency}`) throw new Forged('another total was signed');
    if (exp * 1_000 > Date.now()) show('good');
  } catch (error) {
    console.warn(`attar: ${error.message}`);
    if (error instanceof Forged) {
      show('bad');
      for (const button of form.querySelectorAll('button:not([formaction])')) button.disabled = true;
    }
  }
}
