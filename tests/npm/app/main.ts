// An app of somebody who uses both packages: elements by React and by Vue, and the engine by itself.
import { load, type Engine, type Query, type Slice } from '@attar/api';
import { start } from '@attar/elements';
import { mountReact } from './with-react';
import { mountVue } from './with-vue';

/** A question as the test asks it. */
export interface Wish {
  snapshot: number[];
  slice: Slice;
  who: string;
  query: Query;
  at: number;
}

declare global {
  interface Window {
    /** What the app's own copy of the engine answers, as bytes. */
    answered(wish: Wish): Promise<number[]>;
  }
}

window.answered = async ({ snapshot, slice, who, query, at }) => {
  const { Engine } = await load();
  const engine: Engine = new Engine(Uint8Array.from(snapshot), slice);
  return [...engine.askBytes(who, query, at)];
};

const told = new URLSearchParams(location.search);
const shop = told.get('shop') ?? '/';
const product = Number(told.get('product'));

start({ shop });
mountReact(document.querySelector('#react')!, shop, product);
mountVue(document.querySelector('#vue')!, shop, product);
