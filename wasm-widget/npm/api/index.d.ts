import type { Engine, InitInput } from './attar_widget.js';

export type * from './engine.js';
export type { Engine };

/**
 * Loads the engine, once: later calls give the same. In a page the wasm comes from beside this package's files, in Node
 * from the disk; `wasm` says otherwise: an address, a response, bytes or a module.
 */
export function load(wasm?: InitInput | Promise<InitInput>): Promise<{ Engine: typeof Engine }>;
