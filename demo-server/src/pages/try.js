// The page to try elements on: makes the element that the form says, shows its markup, and tells what it tells.
const form = document.querySelector('#try'), result = document.querySelector('#result');
const code = document.querySelector('#code'), told = document.querySelector('#told');

const say = text => {
  const line = document.createElement('li');
  line.textContent = text;
  told.prepend(line);
  while (told.childElementCount > 8) told.lastElementChild.remove();
};

const escaped = text => text.replace(/[&"<]/g, letter => ({ '&': '&amp;', '"': '&quot;', '<': '&lt;' })[letter]);

const draw = () => {
  const { element, columns } = form.elements, host = document.createElement(element.value);
  const follows = element.value != 'attar-recommendations' || ['similar', 'bought_together'].includes(form.elements.slot.value);
  for (const field of form.querySelectorAll('[data-of]')) {
    field.hidden = !field.dataset.of.split(' ').includes(element.value) || field.querySelector('[name=product]') && !follows;
    const { name, value } = field.querySelector('[name]');
    if (!field.hidden && value) host.setAttribute(name, value);
  }
  if (form.elements.scheme.value) host.setAttribute('scheme', form.elements.scheme.value);
  if (columns.value) host.style.setProperty('--attar-columns', columns.value);
  const attributes = host.getAttributeNames().map(name => ` ${name}="${escaped(host.getAttribute(name))}"`);
  code.textContent = `<${host.localName}${attributes.join('')}></${host.localName}>`;
  result.replaceChildren(host);
};

form.addEventListener('input', draw);
form.addEventListener('submit', event => event.preventDefault());
form.elements.view.addEventListener('click', () => {
  const item_id = form.elements.product.value;
  window.attar?.push({ name: 'view_item', params: { items: [{ item_id }] } });
  say(`attar.push view_item ${item_id}`);
});
for (const name of ['attar:ready', 'attar:change', 'attar:consent']) document.addEventListener(name, () => say(name));
draw();
