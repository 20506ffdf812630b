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

/** The number of a new promotion: behind the last coupon of the last campaign. */
const NEXT = 2312;

/** Writes a promotion, if there is no draft yet, and goes to a page of the promotions. */
const terms = async (visitor, page) => {
  await visitor.go('merchant/terms');
  const coffee = { as: 'form', do: 'save', kind: 'percent', amount: '10', on: 'items', category: '72', card: 'yes' };
  const names = { name_en: '10% off coffee', name_fa: '۱۰٪ کمتر برای قهوه', name_ar: 'خصم ١٠٪ على القهوة' };
  const bounds = { spend: '20', limit: '5000', budget: '4000', lane: '10', priority: '0' };
  const drafted = await visitor.page.locator('input[name=seen]').count();
  if (!drafted) {
    await visitor.go('merchant/terms/new');
    const seen = await visitor.page.locator('input[name=seen]').inputValue();
    await visitor.send('merchant/terms/new', { ...coffee, ...names, ...bounds, seen });
  }
  await visitor.go(`merchant/terms${page}`);
};

/** Lets silver begin lower, if there is no draft of the loyalty programme yet, and goes to a page of it. */
/** A day within the log, whenever this runs. */
const LAST_MONTH = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);

const loyalty = async (visitor, page) => {
  await visitor.go('merchant/loyalty');
  if (!await visitor.page.locator('input[name=seen]').count()) {
    await visitor.go('merchant/loyalty/edit?as=form');
    await visitor.page.fill('input[name=tier1_from]', '500.00');
    await visitor.page.click('button[value=save]');
  }
  await visitor.go(`merchant/loyalty${page}`);
};

const MEDUSA = {
  method: 'percent', value: '12.5', allocation: 'once', max_quantity: 2,
  conditions: [{ field: 'items.subtotal', op: 'gte', values: ['20'] }],
  target_conditions: [{ field: 'product.id', op: 'in', values: ['12', '812'] }],
};
const SOLIDUS = {
  per: 'order', calculator: { tiered_flat_rate: { base: '0', tiers: [['20', '1.5'], ['50', '5']] } },
};

/** A promotion that another engine computes, in its form. The draft goes again: it is for nobody else to see. */
const engine = async (visitor, mode, gives) => {
  const seen = () => visitor.page.locator('input[name=seen]').first().inputValue();
  await visitor.go('merchant/terms/whole');
  const promotion = { id: 1, name: 'Rice week', gives: { foreign: { [mode]: gives } } };
  const json = JSON.stringify({ mode, promotions: [promotion] });
  await visitor.send('merchant/terms/whole', { as: 'json', do: 'save', json, seen: await seen() });
  await visitor.go('merchant/terms/1');
  await visitor.send('merchant/terms/discard', { seen: await seen() });
};

/** Orders something, and goes to the desk's page of it. */
const sold = async visitor => {
  visitor.sold ??= (await order(visitor)).replace('order/', 'merchant/orders/');
  await visitor.go(visitor.sold);
};

/** Pages by name. Each has who sees it (`stranger`, `household` or `merchant`), how to come there, and whether it has no script. */
export const PAGES = {
  home: { who: 'stranger', open: visitor => visitor.go('') },
  department: { who: 'stranger', open: visitor => visitor.go('d/0') },
  product: { who: 'stranger', open: visitor => visitor.go('p/812') },
  'cart-empty': { who: 'stranger', open: visitor => visitor.go('cart') },
  'checkout-empty': { who: 'stranger', open: visitor => visitor.go('checkout') },
  account: { who: 'stranger', open: visitor => visitor.go('account') },
  missing: { who: 'stranger', open: visitor => visitor.go('nowhere') },
  promises: { who: 'stranger', open: visitor => visitor.go('promises') },
  widget: {
    who: 'stranger',
    open: async visitor => {
      await visitor.go('widget');
      await visitor.page.evaluate(() => document.querySelectorAll('article details').forEach(part => part.open = true));
    },
  },
  'widget-try': { who: 'stranger', open: visitor => visitor.go('widget/try') },
  offline: { who: 'stranger', open: visitor => visitor.go('offline') },
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
      await visitor.page.click('form.fields > button');
    },
  },
  order: { who: 'household', open: async visitor => visitor.go(visitor.placed ??= await order(visitor)) },
  forget: { who: 'household', open: visitor => visitor.go('forget') },
  'cart-again': {
    who: 'household',
    open: async visitor => {
      await visitor.go(visitor.placed ??= await order(visitor));
      await visitor.page.click('form[action$="/again"] button');
    },
  },
  'order-find': { who: 'stranger', open: visitor => visitor.go('order/find') },
  'order-missed': {
    who: 'stranger',
    open: async visitor => {
      await visitor.go('order/find');
      await visitor.page.fill('input[name=number]', '999999');
      await visitor.page.fill('input[name=email]', 'nobody@example.org');
      await visitor.page.click('form.fields button');
    },
  },
  'order-link': {
    who: 'household',
    plain: true,
    open: async visitor => {
      await visitor.go(visitor.placed ??= await order(visitor));
      await visitor.page.click('a[href^="/order/link/"]');
    },
  },
  'account-known': { who: 'household', open: visitor => visitor.go('account') },
  merchant: { who: 'merchant', open: visitor => visitor.go('merchant') },
  'merchant-order': { who: 'merchant', open: sold },
  'merchant-refund': {
    who: 'merchant',
    open: async visitor => {
      await sold(visitor);
      await visitor.page.fill('input[name=units_12]', '1');
      await visitor.page.click('button[value=show]');
    },
  },
  'merchant-orders': { who: 'merchant', open: visitor => visitor.go('merchant/orders') },
  'merchant-parcels': {
    who: 'merchant',
    open: async visitor => {
      await sold(visitor);
      await visitor.go(`${visitor.sold}/parcels`);
      if (await visitor.page.locator('input[name=parcel]').count()) return;
      await visitor.page.fill('input[name=units-12]', '1');
      await visitor.page.click('button[value=pack]');
    },
  },
  'merchant-promises': { who: 'merchant', open: visitor => visitor.go('merchant/promises') },
  'merchant-carriers': { who: 'merchant', open: visitor => visitor.go('merchant/carriers') },
  'merchant-groups': { who: 'merchant', open: visitor => visitor.go('merchant/groups') },
  'merchant-webhooks': {
    who: 'merchant',
    open: async visitor => {
      await visitor.go('merchant/webhooks');
      if (await visitor.page.locator('button[value=delete]').count()) return;
      const endpoint = await visitor.page.locator('input[name=endpoint]').inputValue();
      await visitor.send('merchant/webhooks', { do: 'add', url: 'https://hooks.example.org/orders', endpoint });
      // Held, so that nothing is sent.
      await visitor.send('merchant/webhooks', { do: 'pause', endpoint });
      await order(visitor);
      await visitor.go('merchant/webhooks');
    },
  },
  'webhook-secret': {
    who: 'merchant',
    open: async visitor => {
      await visitor.go('merchant/webhooks');
      await visitor.page.fill('input[name=url]', 'https://hooks.example.org/more');
      await visitor.page.click('button[value=add]');
      // Taken back, but not from the page in sight.
      const endpoint = await visitor.page.evaluate(async () => {
        const page = new DOMParser().parseFromString(await (await fetch('/merchant/webhooks')).text(), 'text/html');
        return [...page.querySelectorAll('input[name=endpoint]')].at(-2).value;
      });
      await visitor.page.evaluate(form => fetch('/merchant/webhooks', { method: 'POST', body: new URLSearchParams(form) }),
        { do: 'delete', endpoint });
    },
  },
  terms: { who: 'merchant', open: visitor => terms(visitor, '') },
  'terms-new': { who: 'merchant', open: visitor => visitor.go('merchant/terms/new') },
  'terms-written': { who: 'merchant', open: visitor => terms(visitor, `/${NEXT}`) },
  'terms-json': { who: 'merchant', open: visitor => visitor.go('merchant/terms/2001?as=json') },
  'terms-wrong': {
    who: 'merchant',
    open: async visitor => {
      await visitor.go('merchant/terms/new');
      await visitor.page.fill('input[name=amount]', '0');
      await visitor.page.click('button[value=save]');
    },
  },
  'terms-replay': {
    who: 'merchant',
    open: async visitor => {
      await terms(visitor, '/replay');
      // Once it is done it stays, until the draft changes.
      if (!await visitor.page.locator('.columns').count()) await visitor.page.click('form[action$="/replay"] button');
      await visitor.page.locator('.columns').waitFor({ timeout: 180_000 });
    },
  },
  loyalty: { who: 'merchant', open: visitor => loyalty(visitor, `?at=${LAST_MONTH}T12:00`) },
  'loyalty-edit': { who: 'merchant', open: visitor => loyalty(visitor, '/edit') },
  'loyalty-json': { who: 'merchant', open: visitor => loyalty(visitor, '/edit?as=json') },
  'loyalty-wrong': {
    who: 'merchant',
    open: async visitor => {
      await loyalty(visitor, '/edit');
      await visitor.page.fill('input[name=share]', '0');
      await visitor.page.click('button[value=save]');
    },
  },
  'loyalty-replay': {
    who: 'merchant',
    open: async visitor => {
      await loyalty(visitor, '/replay');
      if (!await visitor.page.locator('.columns').count()) await visitor.page.click('form[action$="/replay"] button');
      await visitor.page.locator('.columns').waitFor({ timeout: 180_000 });
    },
  },
  'terms-medusa': { who: 'merchant', open: visitor => engine(visitor, 'medusa_2_21', MEDUSA) },
  'terms-solidus': { who: 'merchant', open: visitor => engine(visitor, 'solidus_calculators', SOLIDUS) },
};
