// What the script tag does, in a module: told by settings instead of by a tag's data.
const tools = {};
const rest = () => import('./rest.js');
const run = script => {
__ATTAR_BOOT__
};

export const start = settings => {
  if (typeof document == 'undefined') throw Error('`start` needs a page: call it in the browser');
  run({ dataset: { ...settings } });
  return window.attar;
};
