// Pages of a portal that is not ours, with the package in them: plain HTML under the strictest policy that it promises to work
// under.
import { test } from 'node:test';
import { launchChromium, launchFirefox } from './browsers.mjs';
import { files } from './files.mjs';
import { POLICY } from './guard.mjs';
import { assertQuiet, openPage, picture } from './portal.mjs';

const PACKAGE = new URL('../../pkg/', import.meta.url);

/** Serves the package at /fairnote/, one page at a time, its script at /page.js, and keeps what was posted. */
export async function serve() {
  const texts = {};
  const posted = [];
  const text = (path) => () => texts[path] ?? '';
  const routes = {
    '/fairnote/': PACKAGE,
    '/page.html': text('/page.html'),
    '/page.js': text('/page.js'),
    '/page.css': text('/page.css'),
    '/kept': (body) => {
      posted.push(new URLSearchParams(body));
      return '<!doctype html><html lang="en-GB"><title>Kept</title><h1>Kept</h1>';
    },
  };
  const { origin, close } = await files(routes, { policy: `${POLICY}; trusted-types 'none'` });
  return { origin, close, posted, set: (path, value) => (texts[path] = value) };
}

/** A page with this in its body, the package's style, and a script of the host's own. */
export function html(body, { entry = 'auto', script = '', attributes = '' } = {}) {
  const own = script ? '<script type="module" src="/page.js"></script>' : '';
  const module = entry ? `<script type="module" src="/fairnote/${entry}.js"></script>` : '';
  return `<!doctype html><html lang="en-GB" ${attributes}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>A portal</title><link rel="stylesheet" href="/fairnote/fairnote.css"><link rel="stylesheet" href="/page.css"></head>
<body><main><h1>A portal</h1>${body}</main>${own}${module}</body></html>`;
}

const LOOK = 'body{font-family:system-ui,sans-serif;margin:0;background:Canvas;color:CanvasText}main{max-width:46rem;margin:0 auto;padding:1rem}';

/** Runs tests in a browser, each on pages of its own; `open(body, options)` shows one. */
export function inBrowser(launch) {
  let browser;
  let server;
  return {
    async start() {
      [browser, server] = await Promise.all([launch(), serve()]);
      server.set('/page.css', LOOK);
    },
    async stop() {
      await browser?.close();
      await server?.close();
    },
    on(title, work, options = {}) {
      test(title, { timeout: 60_000, skip: options.skip }, async () => {
        const opened = await openPage(browser, { server, ...options.context });
        const { page } = opened;
        const heard = [];
        page.on('console', (message) => heard.push(message.text()));
        const open = async (body, how = {}) => {
          server.set('/page.html', html(body, how));
          server.set('/page.js', how.script ?? '');
          await page.goto(`${server.origin}/page.html`);
        };
        try {
          await work({ ...opened, open, heard, server });
          await assertQuiet(opened);
        } catch (error) {
          await picture(page, `failed-${browser.browserType().name()}-${title.replaceAll(/\W+/g, '-').slice(0, 40)}`).catch(() => {});
          throw error;
        } finally {
          await opened.close();
        }
      });
    },
  };
}

export const BROWSERS = [
  ['Chromium', launchChromium],
  ['Firefox', launchFirefox],
];
