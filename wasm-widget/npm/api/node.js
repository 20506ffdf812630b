// In Node: the wasm is read from the disk, for `fetch` opens no files.
import { readFile } from 'node:fs/promises';
import { loader } from './load.js';

export const load = loader(() => readFile(new URL('./attar_widget_bg.wasm', import.meta.url)));
