// Runs the cases in a page of Chromium, once with each build.
import { launch, tell } from './chromium.mjs';

const browser = await launch();
try {
  for (const build of ['api', 'elements']) {
    const page = await browser.newPage();
    await page.goto(process.env.ATTAR_URL);
    const run = ([build, files]) => import('/scripts/corpus-page.mjs').then(runs => runs[build](files));
    tell({ build, ...await page.evaluate(run, [build, JSON.parse(process.env.ATTAR_GLUE)]) });
    await page.close();
  }
} finally {
  await browser.close();
}
