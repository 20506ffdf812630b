// axe: the rules of WCAG 2.2 AA over a page in sight.
import { readFile } from 'node:fs/promises';

const axe = await readFile(`${process.env.ATTAR_NODE_MODULES}/axe-core/axe.min.js`, 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What the rules say of the page in sight, shadow roots and all. */
export const judge = async page => {
  await page.evaluate(`(() => { ${axe} })()`);
  return page.evaluate(async tags => {
    const { violations, passes } = await window.axe.run(document, { runOnly: tags, resultTypes: ['violations', 'passes'] });
    const nodes = new Set(passes.concat(violations).flatMap(rule => rule.nodes.map(node => JSON.stringify(node.target))));
    const wrong = violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target} ${node.failureSummary}`));
    return { wrong, nodes: nodes.size };
  }, TAGS);
};
