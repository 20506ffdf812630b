// Attar's elements in React: started once, with typed attributes; and the engine itself for what you draw yourself.
//
//   <Attar shop="https://shop.example/" />
//   <Recommendations slot="for_you" n={4}>what the server drew</Recommendations>
import { useEffect, useState, type ReactNode } from 'react';
import {
  start, type Answer, type ElementAttributes, type OrderTrackerAttributes, type PriceAttributes, type Query,
  type RecommendationsAttributes, type Settings,
} from '@attar/elements';

type Elements = { [name in keyof ElementAttributes]: ElementAttributes[name] & { children?: ReactNode } };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends Elements {}
  }
}

type Inside = { children?: ReactNode };

/** Starts the engine in the browser; draws nothing. */
export const Attar = (settings: Settings) => {
  useEffect(() => void start(settings), []);
  return null;
};

export const Recommendations = (given: RecommendationsAttributes & Inside) => <attar-recommendations {...given} />;

export const Price = (given: PriceAttributes & Inside) => <attar-price {...given} />;

export const OrderTracker = (given: OrderTrackerAttributes & Inside) => <attar-order-tracker {...given} />;

/** What the shop says; nothing until it does. The settings of whichever starts first count: give the same everywhere. */
export const useAnswer = (query: Query, settings?: Settings): Answer | undefined => {
  const [answer, setAnswer] = useState<Answer>();
  useEffect(() => {
    let wanted = true;
    start(settings).ask(query).then(said => wanted && setAnswer(said.answer), () => {});
    return () => {
      wanted = false;
    };
  }, [JSON.stringify(query)]);
  return answer;
};
