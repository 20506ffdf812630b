// Attar's elements in Vue: started once, with typed attributes; and the shop's answers for what you draw yourself.
//
//   app.use(attar, { shop: 'https://shop.example/' })
//   <Recommendations slot-name="for_you" :n="4">what the server drew</Recommendations>
import { defineComponent, h, onMounted, shallowRef, type App, type PropType, type ShallowRef } from 'vue';
import { start, type Answer, type Currency, type ProductId, type Query, type Settings, type Slot } from '@attar/elements';

/** A plugin. The engine starts in the browser only. */
export const attar = {
  install(_: App, settings?: Settings) {
    if (typeof document != 'undefined') start(settings);
  },
};

/** `slot` means something else in Vue's templates, so the place of the page is `slotName` here. */
export const Recommendations = defineComponent({
  props: { slotName: String as PropType<Slot>, product: Number as PropType<ProductId>, n: Number, within: String },
  setup: (props, { slots }) => () => {
    const { slotName, ...given } = props;
    return h('attar-recommendations', { slot: slotName, ...given }, slots['default']?.());
  },
});

export const Price = defineComponent({
  props: { product: { type: Number as PropType<ProductId>, required: true }, currency: String as PropType<Currency> },
  setup: (given, { slots }) => () => h('attar-price', given, slots['default']?.()),
});

export const OrderTracker = defineComponent({
  props: { order: { type: String, required: true } },
  setup: (given, { slots }) => () => h('attar-order-tracker', given, slots['default']?.()),
});

/** What the shop says; nothing until it does. */
export const useAnswer = (query: Query): ShallowRef<Answer | undefined> => {
  const answer = shallowRef<Answer>();
  onMounted(() => start().ask(query).then(said => void (answer.value = said.answer), () => {}));
  return answer;
};
