// The elements: what the server drew stays in sight, through the slot, until there is something to show.
class Host extends HTMLElement {
  static observedAttributes = ['slot', 'product', 'n', 'within', 'currency', 'order'];

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    root.append(document.createElement('slot'));
  }

  connectedCallback() {
    hosts.add(this);
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
      if (!engine || !button?.value || this.native) return;
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
    if (!engine) return;
    const level = call('level');
    this.dataset.consent = level;
    for (const button of this.querySelectorAll('[name=consent]')) {
      button.hidden = false;
      button.style.visibility = '';
      button.ariaPressed = button.value == level;
    }
    if (!chosen) return;
    const words = this.words ??= this.shadowRoot.appendChild(document.createElement('p'));
    words.setAttribute('part', 'state');
    words.setAttribute('role', 'status');
    words.textContent = call('consentWords') ?? '';
  }
}

class Signal extends HTMLElement {
  connectedCallback() {
    note(this.getAttribute('name'), this.getAttribute('product'));
  }
}

const define = (name, element) => customElements.get('attar-' + name) ?? customElements.define('attar-' + name, element);
