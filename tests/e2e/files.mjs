// A server of files for tests and benches that need a page and not the portal.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { POLICY } from './guard.mjs';

const TYPES = {
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  json: 'application/json',
  jsonl: 'application/json',
  mjs: 'text/javascript',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
};

/**
 * Serves folders, `{ '/pkg/': URL }`, and what functions make, `{ '/page.html': () => '<!doctype html>…' }`. What a
 * function gives for a request that has a body is made of that body. `policy` is the content security policy, by path if it is a
 * function.
 */
export async function files(routes, { policy = POLICY, headers: more = {} } = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const made = async () => (typeof routes[pathname] === 'function' ? routes[pathname](await bodyOf(request)) : undefined);
    const headers = {
      'content-security-policy': typeof policy === 'function' ? policy(pathname) : policy,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...more,
    };
    try {
      if (pathname === '/blank.html') return send(200, 'html', '<!doctype html><html lang="en-GB"><title>Blank</title>');
      if (pathname === '/favicon.ico') return send(204, 'html', '');
      const body = await made();
      if (body !== undefined) return send(200, TYPES[pathname.split('.').pop()] ? pathname.split('.').pop() : 'html', body);
      if (request.method !== 'GET') return send(405, 'html', 'Nothing takes this');
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
