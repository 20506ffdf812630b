// Every page of the shop, and every state that has a look of its own: what is looked at and what is checked.

/** Languages, widths and themes that a page is seen in. */
export const LANGS = ['en', 'fa', 'ar'];
export const WIDTHS = [390, 1280];
export const THEMES = ['light', 'dark'];

/** Orders something, and gives where its page is. */
const order = async visitor => {
  await visitor.send('cart', { product: 12, quantity: 2 });
  await visitor.go('checkout');
  await visitor.checkout();
  return new URL(visitor.page.url()).pathname.slice(1);
};

/** Pages by name. Each has who sees it (`stranger`, `household` or `merchant`) and how to come there. */
export const PAGES = {
  home: { who: 'stranger', open: visitor => visitor.go('') },
  department: { who: 'stranger', open: visitor => visitor.go('d/0') },
  product: { who: 'stranger', open: visitor => visitor.go('p/812') },
  'cart-empty': { who: 'stranger', open: visitor => visitor.go('cart') },
  'checkout-empty': { who: 'stranger', open: visitor => visitor.go('checkout') },
  account: { who: 'stranger', open: visitor => visitor.go('account') },
  missing: { who: 'stranger', open: visitor => visitor.go('nowhere') },
  forgotten: { who: 'stranger', open: visitor => visitor.go('forgotten') },
  'merchant-only': { who: 'stranger', open: visitor => visitor.go('merchant') },
  'home-known': { who: 'household', open: visitor => visitor.go('') },
  'product-known': { who: 'household', open: visitor => visitor.go('p/812') },
  cart: {
    who: 'household',
    open: async visitor => {
      for (const product of [12, 812, 3000]) await visitor.send('cart', { product, quantity: 2 });
      await visitor.go('cart');
    },
  },
  checkout: { who: 'household', open: visitor => visitor.go('checkout') },
  'checkout-wrong': {
    who: 'household',
    open: async visitor => {
      await visitor.go('checkout');
      await visitor.page.evaluate(() => document.querySelector('form.fields').noValidate = true);
      await visitor.page.fill('input[name=email]', 'nobody');
      await visitor.page.click('form.fields button');
    },
  },
  order: { who: 'household', open: async visitor => visitor.go(visitor.placed ??= await order(visitor)) },
  forget: { who: 'household', open: visitor => visitor.go('forget') },
  'account-known': { who: 'household', open: visitor => visitor.go('account') },
  merchant: { who: 'merchant', open: visitor => visitor.go('merchant') },
};
