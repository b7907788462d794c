// A page of somebody else's portal, with the strictest policy that the package promises to work under, and what tests ask of it.
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import { files } from './files.mjs';

export const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; " +
  "form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'";

const pkg = process.env.FAIRNOTE_PKG ? new URL(`file://${process.env.FAIRNOTE_PKG}/`) : new URL('../../pkg/', import.meta.url);
const LOOK = ':root { color-scheme: light dark; font: 1.0625rem/1.4 system-ui, Arial, sans-serif; } body { margin: 0; padding: 1rem; background: light-dark(#fff, #17191b); color: light-dark(#0b0c0c, #f3f3f3); } main { max-width: 72rem; margin: 0 auto; }';

/** Serves pages: `{ '/closure.html': ['<fairnote-form …>', 'script of the host'] }`. */
export function servePortal(pages, { policy = STRICT, lang = 'en-GB', posted = () => {} } = {}) {
  const routes = { '/pkg/': pkg, '/host.css': () => LOOK, '/posted.html': (body) => (posted(body), '<!doctype html><html lang="en-GB"><title>Posted</title><h1>Posted</h1>') };
  for (const [path, [markup, script = '']] of Object.entries(pages)) {
    const host = path.replace('.html', '-host.js');
    routes[host] = () => script;
    routes[path] = () => `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Portal</title><link rel="stylesheet" href="/host.css"><link rel="stylesheet" href="/pkg/fairnote-form.css"></head><body><main><h1>Example portal</h1>${markup}</main><script src="${host}"></script><script type="module" src="/pkg/elements.js"></script></body></html>`;
  }
  return files(routes, { policy });
}

/** Waits until the form is drawn and checked. */
export const drawn = (page) => page.locator('fairnote-form form[data-fairnote-attached]').waitFor({ state: 'attached' });

export async function assertAccessible(page, state, without = []) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .disableRules(without)
    .analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.slice(0, 3).map(({ html, failureSummary }) => `    ${html.slice(0, 200)}\n    ${failureSummary}`).join('\n')}`);
  assert.equal(found.length, 0, `${state}\n${found.join('\n')}`);
}

export async function assertNoSidewaysScrolling(page, state) {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const outside = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > room + 1);
    return outside.slice(0, 5).map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
  });
  assert.deepEqual(wide, [], `${state} scrolls sideways`);
}
