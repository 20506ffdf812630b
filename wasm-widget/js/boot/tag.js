// What the tag names, as a classic script: the rest comes by `import()`, checked by the browser as it comes.
(script => {
try {
// Files lie in the folder `attar` beside the loader, or beside it where it is in that folder itself, whatever the host is called.
const address = file => (script?.src || data.shop || '/').replace(/(^|[^/])(\/attar)?\/[^/]*$/, '$1/attar/' + file);
const bring = (file, integrity, again) => {
  // A module that did not come is not asked for again under the same address.
  const href = address(file) + (again ? '?' + again : ''), link = document.createElement('link');
  Object.assign(link, { rel: 'modulepreload', href, integrity, crossOrigin: '', nonce: script?.nonce });
  document.head.append(link);
  return import(href);
};
const tools = { address, bring };
const rest = again => bring('__ATTAR_REST__', '__ATTAR_REST_INTEGRITY__', again);
__ATTAR_BOOT__
} catch (why) { console.warn('attar:', why); }
})(document.currentScript);
