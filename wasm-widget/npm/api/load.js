// The engine is loaded once; a failure is not kept, so that one may try again.
import init, { Engine } from './attar_widget.js';

export const loader = (find = () => undefined) => {
  let loading;
  return (wasm = undefined) => loading ??= init({ module_or_path: wasm ?? find() }).then(
    () => ({ Engine }),
    error => {
      loading = undefined;
      throw error;
    },
  );
};
