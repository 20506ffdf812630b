// What the script tag's loader does, in a module: told by settings instead of by a tag's data.
const run = script => {
__ATTAR_LOADER__};

export const start = settings => {
  if (typeof document == 'undefined') throw Error('`start` needs a page: call it in the browser');
  run({ dataset: { ...settings } });
  return window.attar;
};
