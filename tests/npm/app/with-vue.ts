// The example for Vue, in use.
import { createApp, defineComponent, h } from 'vue';
import { Price, Recommendations, attar, useAnswer } from './vue/attar';

export const mountVue = (into: Element, shop: string, product: number) => {
  const App = defineComponent(() => {
    const answer = useAnswer({ price: { product } });
    const priced = () => typeof answer.value == 'object' && 'priced' in answer.value && answer.value.priced;
    const shown = () => {
      const found = priced();
      return found ? `${found.price.minor} ${found.price.currency}` : '';
    };
    return () => [
      h(Recommendations, { slotName: 'trending', n: 4 }, () => '…'),
      h(Price, { product }, () => '…'),
      h('p', { id: 'vue-answer' }, shown()),
    ];
  });
  createApp(App).use(attar, { shop }).mount(into);
};
