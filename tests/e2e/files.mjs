// A server of files for tests and benches that need a page and not the portal.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const TYPES = {
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  json: 'application/json',
  jsonl: 'application/json',
  mjs: 'text/javascript',
  wasm: 'application/wasm',
};

/** The policy that the package promises to work under. */
export const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/**
 * Serves folders, `{ '/pkg/': URL }`, and what functions make, `{ '/page.html': () => '<!doctype html>…' }`. What a function
 * gives for a request that has a body is made of that body.
 */
export async function files(routes, { policy = POLICY } = {}) {
  const made = (pathname, body) => (typeof routes[pathname] === 'function' ? routes[pathname](body) : undefined);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const headers = { 'content-security-policy': policy, 'cache-control': 'no-store' };
    try {
      if (pathname === '/blank.html') return send(200, 'html', '<!doctype html><html lang="en-GB"><title>Blank</title>');
      if (pathname === '/favicon.ico') return send(204, 'html', '');
      const body = made(pathname, await bodyOf(request));
      if (body !== undefined) return send(200, pathname.split('.').pop(), body);
      const prefix = Object.keys(routes).find((prefix) => prefix.endsWith('/') && pathname.startsWith(prefix));
      if (!prefix || pathname.includes('..')) return send(404, 'html', 'Not found');
      const path = fileURLToPath(new URL(pathname.slice(prefix.length), routes[prefix]));
      return send(200, path.split('.').pop(), await readFile(path));
    } catch {
      return send(404, 'html', 'Not found');
    }
    function send(status, ending, body) {
      response.writeHead(status, { ...headers, 'content-type': TYPES[ending] ?? 'application/octet-stream' });
      response.end(body);
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((done) => (server.closeAllConnections(), server.close(done))),
  };
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
