// In a page: the wasm lies beside this file, and the browser or the bundler knows where that is.
import { loader } from './load.js';

export const load = loader();
