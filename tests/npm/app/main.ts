// An app of somebody who uses both packages: elements by React and by Vue, and the engine by itself.
import { load, type Engine, type Query, type ShopperId, type Timestamp } from '@attar/api/carts';
import { start } from '@attar/elements';
import { mountReact } from './with-react';
import { mountVue } from './with-vue';

/** A question as the test asks it. */
export interface Wish {
  who: ShopperId;
  query: Query;
  at: Timestamp;
}

declare global {
  interface Window {
    /** What the app's own engine answers, as bytes. */
    answered(wish: Wish): Promise<number[]>;
  }
}

const told = new URLSearchParams(location.search);
const shop = told.get('shop') ?? '/';
const product = Number(told.get('product'));

window.answered = async ({ who, query, at }) => {
  const { Engine } = await load();
  const boot = await (await fetch(`${shop}v1/boot`)).json();
  const snapshot = await (await fetch(`${shop}v1/snapshot/${boot.snapshot}`)).arrayBuffer();
  const slice = Uint8Array.from(atob(boot.slice), letter => letter.charCodeAt(0));
  const engine: Engine = new Engine(new Uint8Array(snapshot), slice);
  return [...engine.askBytes(who, query, at)];
};

start({ shop });
mountReact(document.querySelector('#react')!, shop, product);
mountVue(document.querySelector('#vue')!, shop, product);
