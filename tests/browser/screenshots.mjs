// Pictures of every page: in each language, at two widths, in both themes, whole, as PNG.
import { mkdir } from 'node:fs/promises';
import { launch, tell } from './chromium.mjs';
import { LANGS, PAGES, THEMES, WIDTHS } from './shop-pages.mjs';
import { Visitor } from './visitor.mjs';

const { url, merchant, into, only } = JSON.parse(process.env.ATTAR_PLAN);
const wanted = name => !only?.length || only.includes(name);
const browser = await launch();
await mkdir(into, { recursive: true });

const people = async (lang, width, colorScheme) => {
  const open = () => Visitor.open(browser, url, [], { viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
  const all = { stranger: await open(), household: await open(), merchant: await open() };
  for (const visitor of Object.values(all)) await visitor.send('lang', { lang, back: '/' });
  await all.household.login(7);
  if (desk) await all.merchant.context.addCookies(desk);
  return all;
};

// The link works once: its cookie serves all that follow.
let desk;
if (merchant) {
  const visitor = await Visitor.open(browser, url, []);
  await visitor.page.goto(merchant);
  desk = (await visitor.context.cookies()).filter(cookie => cookie.name == 'attar_merchant');
}

try {
  for (const lang of LANGS) for (const width of WIDTHS) for (const theme of THEMES) {
    const all = await people(lang, width, theme);
    for (const [name, { who, open }] of Object.entries(PAGES)) {
      if (!wanted(name)) continue;
      const visitor = all[who];
      await open(visitor);
      await visitor.page.evaluate(() => window.attar?.ready).catch(() => {});
      await visitor.page.evaluate(() => {
        document.querySelectorAll('img').forEach(image => image.loading = 'eager');
        for (const host of document.querySelectorAll('attar-recommendations'))
          host.shadowRoot?.querySelectorAll('img').forEach(image => image.loading = 'eager');
      });
      await visitor.page.waitForLoadState('networkidle').catch(() => {});
      const path = `${into}/${name}.${lang}.${width}.${theme}.png`;
      await visitor.page.screenshot({ path, fullPage: true });
      tell({ path });
    }
    for (const visitor of Object.values(all)) await visitor.close();
  }
} finally {
  await browser.close();
}
