// While a promotion is being written, the desk says what it would say in words and what would be the matter with it.
const form = document.querySelector('form[data-check]');
const told = document.querySelector('[data-told]');
let pause, asked;

const check = async () => {
  asked?.abort();
  asked = new AbortController();
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.dataset.check, { method: 'POST', body, signal: asked.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    told.replaceChildren(...page.body.childNodes);
    told.hidden = false;
  } catch (error) {
    if (error.name !== 'AbortError') console.warn(`attar: ${error.message}`);
  }
};

form?.addEventListener('input', () => {
  clearTimeout(pause);
  pause = setTimeout(check, 400);
});
