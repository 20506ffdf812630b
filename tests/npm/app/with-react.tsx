// The example for React, in use.
import { createRoot } from 'react-dom/client';
import { Attar, Price, Recommendations, useAnswer } from './react/attar';

const Shown = ({ product }: { product: number }) => {
  const answer = useAnswer({ price: { product } });
  const priced = typeof answer == 'object' && 'priced' in answer ? answer.priced : undefined;
  return <p id="react-answer">{priced && `${priced.price.minor} ${priced.price.currency}`}</p>;
};

export const mountReact = (into: Element, shop: string, product: number) => createRoot(into).render(
  <>
    <Attar shop={shop} />
    <Recommendations slot="trending" n={4}>…</Recommendations>
    <Price product={product}>…</Price>
    <Shown product={product} />
  </>,
);
