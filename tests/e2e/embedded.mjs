// Pages of a portal that is not ours, with the package in them: plain HTML under the strictest policy that it promises to work
// under.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { launchChromium, launchFirefox } from './browsers.mjs';
import { assertQuiet, openPage, picture } from './portal.mjs';

const TYPES = { css: 'text/css', js: 'text/javascript', json: 'application/json', wasm: 'application/wasm' };
const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self';" +
  " form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
const PACKAGE = new URL('../../pkg/', import.meta.url);

/** Serves the package at /fairnote/, one page at a time, its script at /page.js, and keeps what was posted. */
export async function serve() {
  const pages = new Map();
  const posted = [];
  const answer = async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const send = (status, type, body) => {
      response.writeHead(status, { 'content-security-policy': STRICT, 'content-type': type, 'cache-control': 'no-store' });
      response.end(body);
    };
    if (request.method === 'POST') {
      let body = '';
      for await (const part of request) body += part;
      posted.push(new URLSearchParams(body));
      return send(200, 'text/html; charset=utf-8', '<!doctype html><html lang="en-GB"><title>Kept</title><h1>Kept</h1>');
    }
    if (pathname === '/favicon.ico') return send(204, 'image/x-icon', '');
    if (pages.has(pathname)) return send(200, pathname.endsWith('.js') ? 'text/javascript' : pathname.endsWith('.css') ? 'text/css' : 'text/html; charset=utf-8', pages.get(pathname));
    if (!pathname.startsWith('/fairnote/') || pathname.includes('..')) return send(404, 'text/plain', 'Not found');
    try {
      const file = fileURLToPath(new URL(pathname.slice('/fairnote/'.length), PACKAGE));
      return send(200, TYPES[file.split('.').pop()] ?? 'application/octet-stream', await readFile(file));
    } catch {
      return send(404, 'text/plain', 'Not found');
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    posted,
    set: (path, text) => pages.set(path, text),
    close: () => new Promise((done) => (server.closeAllConnections(), server.close(done))),
  };
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

/** Waits until something is so. */
export async function until(look, wanted, tries = 60) {
  let seen;
  for (let at = 0; at < tries; at += 1) {
    seen = await look();
    if (JSON.stringify(seen) === JSON.stringify(wanted)) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  assert.deepEqual(seen, wanted);
}
