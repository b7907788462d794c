// A portal that is not ours, for the draft vault: a form under a strict policy, a server that stores each idempotency key once, and
// the ways in which both fail. Alone (`node host.mjs --port N --file F`) it is a process that can be killed.
import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const PACKAGE = new URL('../../../www/package/', import.meta.url);
const HERE = new URL('./', import.meta.url);
const TYPES = { css: 'text/css', js: 'text/javascript' };
/** Stricter than what the vault needs: no inline code or style, and nothing parsed as markup. */
const POLICY = "default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/**
 * @param {{ port?: number, file?: string, page?: (url: URL) => object, die?: (socket: import('node:net').Socket) => void }} options
 * `page` says what the form's page is made with; `die` is how the server breaks off.
 */
export async function host({ port = 0, file, page = () => ({}), die = (socket) => socket.destroy() } = {}) {
  const stored = new Map();
  if (file && existsSync(file)) {
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) store(JSON.parse(line), false);
  }
  /** Every post that came, whole or not. */
  const posts = [];
  /** How the next posts are answered; the last for all after it. */
  let faults = [];
  let waiting = [];
  let signedIn = true;

  function store(record, write = true) {
    // What honours the key: the same post is answered alike, and nothing is stored twice.
    if (stored.has(record.key)) return;
    stored.set(record.key, record);
    if (!file || !write) return;
    appendFileSync(file, `${JSON.stringify(record)}\n`);
    const descriptor = openSync(file, 'r+');
    fsyncSync(descriptor);
    closeSync(descriptor);
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const send = (status, type, body, headers = {}) => {
      response.writeHead(status, { 'content-type': type, 'content-security-policy': POLICY, 'cache-control': 'no-store', ...headers });
      response.end(body);
    };
    const html = (status, body) => send(status, 'text/html; charset=utf-8', body);
    if (request.method === 'POST') return post(url, request, response, send, html);
    if (url.pathname === '/form') return html(200, signedIn ? form(page(url), url) : signIn());
    if (url.pathname === '/sign-in') return html(200, signIn());
    if (url.pathname === '/done') return html(200, '<!doctype html><html lang="en-GB"><title>Done</title><h1>Record kept</h1>');
    if (url.pathname === '/blank') return html(200, '<!doctype html><html lang="en-GB"><title>Blank</title>');
    if (url.pathname === '/favicon.ico') return send(204, 'image/x-icon', '');
    try {
      const [, folder, path] = /^\/(pkg|host)\/([\w./-]+)$/.exec(url.pathname);
      const body = await readFile(fileURLToPath(new URL(path, folder === 'pkg' ? PACKAGE : HERE)));
      send(200, TYPES[path.split('.').pop()] ?? 'application/octet-stream', body);
    } catch {
      html(404, 'Not found');
    }
  });

  async function post(url, request, response, send, html) {
    if (url.pathname === '/keep-alive') return signedIn ? send(204, 'text/plain', '') : send(303, 'text/plain', '', { location: '/sign-in' });
    const fault = faults.length > 1 ? faults.shift() : faults[0];
    const seen = { key: request.headers['idempotency-key'], fault };
    posts.push(seen);
    const { socket } = request;
    let text = '';
    for await (const chunk of request) {
      text += chunk;
      if (fault === 'receiving') return die(socket);
    }
    // Kept by the server, whatever the type: the tests post small forms.
    const fields = [...new URLSearchParams(text)];
    const record = { key: seen.key ?? fields.find(([name]) => name === 'idempotency_key')?.[1], fields };
    seen.fields = fields;
    if (fault === 'held') await new Promise((go) => waiting.push(go));
    if (fault === 'unanswered') return store(record), die(socket);
    if (fault === 'answering') {
      store(record);
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 400\r\n\r\n{"half":');
      return setTimeout(() => die(socket), 20);
    }
    if (fault === 'sign-in' || !signedIn) return send(303, 'text/plain', '', { location: '/sign-in' });
    if (fault === 'form') return html(200, form(page(url), url));
    if (typeof fault === 'number') return html(fault, '<!doctype html><html lang="en-GB"><title>No</title>');
    store(record);
    if (fault === 'json') return send(201, 'application/json', '{}');
    return send(303, 'text/plain', '', { location: '/done' });
  }

  await new Promise((ready) => server.listen(port, '127.0.0.1', ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    stored: () => [...stored.values()],
    posts,
    fault: (...next) => (faults = next),
    signedIn: (yes) => (signedIn = yes),
    release: () => waiting.splice(0).forEach((go) => go()),
    close: () => new Promise((done) => (server.closeAllConnections(), server.close(done))),
  };
}

const escaped = (text) => String(text).replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

const signIn = () => `<!doctype html><html lang="en-GB"><title>Sign in</title><h1>Sign in</h1><form method="post" action="/sign-in"><label>Password <input type="password" name="password"></label></form>`;

function form({ options = {}, attributes = '', narrative = '', rows = 1, scheme = 'light dark' }, url) {
  const key = url.searchParams.get('key') ?? 'case-17/note-3';
  const row = (at) => `<p><label>Present ${at + 1} <input name="present.${at}.name"></label></p>`;
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Case note</title><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="${scheme}">
<link rel="stylesheet" href="/host/host.css"><link rel="stylesheet" href="/pkg/fairnote-vault.css"></head><body><main><h1>Case note</h1>
<form method="post" action="/records" data-fairnote-draft="${escaped(key)}" ${attributes}>
<input type="hidden" name="__RequestVerificationToken" value="token-${Date.now()}"><input type="hidden" name="tags" value="" data-fairnote-tags><input type="hidden" name="version" value="7">
<p><label>Subject <input name="subject"></label></p>
<p><label for="narrative">Narrative</label> <textarea id="narrative" name="narrative" rows="6">${escaped(narrative)}</textarea></p>
<p id="plan-label">Plan</p><div contenteditable="true" role="textbox" aria-multiline="true" aria-labelledby="plan-label" data-fairnote-field="plan" id="plan"></div>
<fieldset><legend>Seen alone</legend><label><input type="radio" name="alone" value="yes"> Yes</label> <label><input type="radio" name="alone" value="no"> No</label></fieldset>
<p><label><input type="checkbox" name="urgent"> Urgent</label></p>
<p><label>Kind <select name="kind"><option value="">Choose</option><option value="visit">Visit</option><option value="call">Call</option></select></label></p>
<p><label>Pin <input type="password" name="pin"></label></p><p><label>Private remark <input name="remark" data-fairnote-private></label></p><p><label>File <input type="file" name="scan"></label></p>
<div id="rows">${Array.from({ length: rows }, (_, at) => row(at)).join('')}</div><p><button type="button" id="add">Add a person</button></p>
<p><button name="action" value="submit">Submit note</button></p></form></main>
<script type="application/json" id="options">${JSON.stringify({ user: 'sam', send: true, ...options }).replaceAll('<', '\\u003c')}</script>
<script type="module" src="/host/page.js"></script></body></html>`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [port, file] = ['--port', '--file'].map((name) => process.argv[process.argv.indexOf(name) + 1]);
  const running = await host({ port: Number(port), file, die: () => process.kill(process.pid, 'SIGKILL') });
  process.on('message', ([name, ...rest]) => running[name](...rest));
  process.on('disconnect', () => process.exit());
  process.send({ ready: true });
}
