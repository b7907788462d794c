// What the server answers is what /v1/openapi.json says it answers: status, content type and shape.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { startServer } from './portal.mjs';

const root = new URL('../../', import.meta.url);
const child = JSON.parse(readFileSync(new URL('benches/records/child.json', root)));
const context = JSON.parse(readFileSync(new URL('benches/records/context.json', root)));
const notes = readFileSync(new URL('tests/gold/dev.jsonl', root), 'utf8').split('\n', 40).map((line) => JSON.parse(line).note);
const AS_AT = '2026-11-24T10:00:00Z';

let server;
let document;
let ajv;
before(async () => {
  server = await startServer();
  document = await (await fetch(`${server.origin}/v1/openapi.json`)).json();
  // Formats such as date-time are notes for people here.
  ajv = new Ajv.default({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(document, 'openapi');
});
after(() => server?.close());

const CASES = [
  ['a whole record', 'post', '/v1/check', 200, { json: { standard: 'herts', record: child, context, as_at: AS_AT, mode: 'final' } }],
  ['a draft without a context', 'post', '/v1/check', 200, { json: { standard: 'coventry', record: child, mode: 'draft' } }],
  ...notes.map((narrative, number) => [`gold note ${number + 1}`, 'post', '/v1/check', 200, {
    json: { standard: number % 2 ? 'herts' : 'coventry', record: { kind: 'case_note', fields: { narrative } } },
  }]),
  ['a record that is none', 'post', '/v1/check', 422, { json: { standard: 'herts', record: { kind: 'unicorn', fields: {} } } }],
  ['a standard that is none', 'post', '/v1/check', 422, { json: { standard: 'atlantis', record: child } }],
  ['another digest', 'post', '/v1/check', 412, { json: { standard: 'herts', record: child }, headers: { 'if-match': `"sha-256:${'0'.repeat(64)}"` } }],
  ['broken JSON', 'post', '/v1/check', 400, { body: '{"standard": "herts"', headers: { 'content-type': 'application/json' } }],
  ['another content type', 'post', '/v1/check', 415, { body: 'standard=herts', headers: { 'content-type': 'text/plain' } }],
  ['a body beyond the limit', 'post', '/v1/check', 413, { body: ' '.repeat(2 * 1024 * 1024), headers: { 'content-type': 'application/json' } }],
  ['a note', 'post', '/v1/notes/analyse', 200, { json: { standard: 'herts', text: notes[0] } }],
  ['a note that is none', 'post', '/v1/notes/analyse', [400, 422], { json: { standard: 'herts', text: 7 } }],
  ['the standards', 'get', '/v1/standards', 200],
  ['a standard', 'get', '/v1/standards/{id}', 200, { path: '/v1/standards/herts' }],
  ['no standard', 'get', '/v1/standards/{id}', 404, { path: '/v1/standards/atlantis' }],
  ['no model', 'get', '/v1/models/{digest}', 404, { path: `/v1/models/sha-256:${'0'.repeat(64)}` }],
  ['a form', 'get', '/v1/forms/{kind}', 200, { path: '/v1/forms/child?standard=herts' }],
  ['no form', 'get', '/v1/forms/{kind}', 404, { path: '/v1/forms/unicorn?standard=herts' }],
  ['a form of no standard', 'get', '/v1/forms/{kind}', [400, 404], { path: '/v1/forms/child' }],
  ['health', 'get', '/healthz', 200],
  ['readiness', 'get', '/readyz', 200],
  ['metrics', 'get', '/metrics', 200],
];

for (const [name, method, template, expected, { json, body, headers = {}, path = template } = {}] of CASES) {
  test(`${method} ${template}: ${name}`, async () => {
    const operation = document.paths[template][method];
    if (json && [expected].flat().includes(200)) assertShape(name, pointer('paths', template, method, 'requestBody', 'content', 'application/json', 'schema'), json);
    const response = await fetch(server.origin + path, {
      method,
      headers: json ? { 'content-type': 'application/json', ...headers } : headers,
      body: json ? JSON.stringify(json) : body,
    });
    const text = await response.text();
    assert.ok([expected].flat().includes(response.status), `${response.status}: ${text.slice(0, 300)}`);
    const described = operation.responses[response.status];
    assert.ok(described, `${response.status} is not described`);
    const type = response.headers.get('content-type').split(';')[0];
    assert.ok(described.content?.[type], `${type} is not described for ${response.status}`);
    if (!type.endsWith('json')) return;
    assertShape(name, pointer('paths', template, method, 'responses', String(response.status), 'content', type, 'schema'), JSON.parse(text));
  });
}

test('a standard that is held already is not sent again', async () => {
  const first = await fetch(`${server.origin}/v1/standards/herts`);
  const again = await fetch(`${server.origin}/v1/standards/herts`, { headers: { 'if-none-match': first.headers.get('etag') } });
  assert.equal(again.status, 304);
  assert.ok(document.paths['/v1/standards/{id}'].get.responses[304]);
});

const pointer = (...names) => `openapi#/${names.map((name) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

function assertShape(name, schema, value) {
  const validate = ajv.getSchema(schema) ?? ajv.compile({ $ref: schema });
  assert.ok(validate(value), `${name}: ${ajv.errorsText(validate.errors, { separator: '\n' })}`);
}
