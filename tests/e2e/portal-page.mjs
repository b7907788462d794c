// A page of somebody else's portal, under the strictest policy that the package promises to work under.
import { files } from './files.mjs';

const pkg = process.env.FAIRNOTE_PKG ? new URL(`file://${process.env.FAIRNOTE_PKG}/`) : new URL('../../pkg/', import.meta.url);
const LOOK = ':root { color-scheme: light dark; font: 1.0625rem/1.4 system-ui, Arial, sans-serif; } body { margin: 0; padding: 1rem; background: light-dark(#fff, #17191b); color: light-dark(#0b0c0c, #f3f3f3); } main { max-width: 72rem; margin: 0 auto; }';

/** Serves pages: `{ '/closure.html': ['<fairnote-form …>', 'script of the host'] }`. */
export function servePortal(pages, { policy, lang = 'en-GB', posted = () => {} } = {}) {
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
