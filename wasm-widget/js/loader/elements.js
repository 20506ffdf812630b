// The elements: what the server drew stays in sight, through the slot, until there is something to show.
class Host extends HTMLElement {
  static observedAttributes = ['slot', 'product', 'n', 'within', 'currency', 'order'];

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    root.append(document.createElement('slot'));
    root.addEventListener('slotchange', () => wait(this));
  }

  connectedCallback() {
    hosts.add(this);
    wait(this);
    mount(this);
  }

  disconnectedCallback() {
    hosts.delete(this);
    eye.unobserve(this);
    if (engine) call('disconnect', this);
  }

  attributeChangedCallback() {
    if (hosts.has(this)) mount(this);
  }
}

class Consent extends Host {
  constructor() {
    super();
    this.addEventListener('submit', event => {
      const button = event.submitter, form = event.target;
      if (!(engine || server) || !button?.value || this.native) return;
      event.preventDefault();
      consent(button.value).catch(() => {
        this.native = true;
        form.requestSubmit(button);
      });
    });
  }

  // What needs the engine keeps its place until the engine runs.
  connectedCallback() {
    for (const button of this.querySelectorAll('[name=consent][hidden]')) {
      button.hidden = false;
      button.style.visibility = 'hidden';
    }
    super.connectedCallback();
  }

  // The present choice, and once it was made here, what it means.
  show(chosen) {
    if (!engine && !server) return;
    const now = level();
    this.dataset.consent = now;
    for (const button of this.querySelectorAll('[name=consent]')) {
      button.hidden = false;
      button.style.visibility = '';
      button.ariaPressed = button.value == now;
    }
    if (!chosen) return;
    const words = this.words ??= this.shadowRoot.appendChild(document.createElement('p'));
    words.setAttribute('part', 'state');
    words.setAttribute('role', 'status');
    words.lang = spoken;
    words.dir = direction;
    means().then(text => words.textContent = text, quiet);
  }
}

// A page that goes on without loading changes the attributes, one after the other: that is one signal.
class Signal extends HTMLElement {
  static observedAttributes = ['name', 'product'];

  connectedCallback() {
    this.soon ??= queueMicrotask(() => {
      this.soon = undefined;
      if (this.isConnected) note(this.getAttribute('name'), this.getAttribute('product'));
    }) ?? true;
  }

  attributeChangedCallback(name, before, now) {
    if (this.isConnected && before != now) this.connectedCallback();
  }
}

const define = (name, element) =>
  customElements.get('attar-' + name) ?? customElements.define('attar-' + name, element);
