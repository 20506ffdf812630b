// What the elements do by themselves: the choice of what may be remembered, and signals that stand in the page.

// The present choice, and once it was made here, what it means.
const choice = (host, chosen) => {
  if (host.localName != 'attar-consent' || !engine && !server) return;
  const now = level();
  host.dataset.consent = now;
  for (const button of host.querySelectorAll('[name=consent]')) {
    button.hidden = false;
    button.style.visibility = '';
    button.ariaPressed = button.value == now;
  }
  if (!chosen) return;
  const words = host.words ??= host.shadowRoot.appendChild(make('p', 'state'));
  words.role = 'status';
  words.lang = spoken;
  words.dir = direction;
  means().then(text => words.textContent = text, quiet);
};

// Takes the form of the page's own over, which goes to the server as it is where nobody else hears of it.
const offer = host => {
  // What needs the engine keeps its place until the engine runs.
  for (const button of host.querySelectorAll('[name=consent][hidden]')) {
    button.hidden = false;
    button.style.visibility = engine || server ? '' : 'hidden';
  }
  host.offers ??= host.addEventListener('submit', event => {
    const button = event.submitter, form = event.target;
    if (!(engine || server) || !button?.value || host.native) return;
    event.preventDefault();
    consent(button.value).catch(() => {
      // It holds here, and the shop will hear of it.
      if (level() == button.value) return;
      host.native = true;
      form.requestSubmit(button);
    });
  }) ?? true;
};

// A page that goes on without loading changes the attributes, one after the other: that is one signal.
const signal = host => host.soon ??= queueMicrotask(() => {
  host.soon = undefined;
  if (host.isConnected) note(host.getAttribute('name'), host.getAttribute('product'));
}) ?? true;
