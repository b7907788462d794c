// What every page is looked at for: accessible by axe's rules, and no wider than its window. And waiting for what comes a moment later.
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails on any violation of WCAG 2.2 AA that axe finds; `without` names rules that cannot be judged in this state. */
export async function assertAccessible(page, state, without = []) {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).disableRules(without).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.slice(0, 3).map(({ html, failureSummary }) => `    ${html.slice(0, 160)}\n    ${failureSummary.replaceAll('\n', '\n    ')}`).join('\n')}`);
  assert.equal(found.length, 0, `${state}\n${found.join('\n')}`);
}

/** Fails if the page has to be scrolled sideways, and names what stands out. */
export async function assertNoSidewaysScrolling(page, state) {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const outside = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > room + 1);
    return outside.slice(0, 5).map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
  });
  assert.deepEqual(wide, [], `${state} scrolls sideways`);
}

/** Waits until something is so: a page reads a text a moment after the last key. */
export async function until(look, wanted, tries = 100) {
  let seen;
  for (let at = 0; at < tries; at += 1) {
    seen = await look();
    if (JSON.stringify(seen) === JSON.stringify(wanted)) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  assert.deepEqual(seen, wanted);
}
