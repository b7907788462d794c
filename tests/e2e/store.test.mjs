// The record store answers what /v1/openapi.json says it answers: a walk from a person to a closed record, and off the path.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { startServer } from './portal.mjs';

const program = process.env.FAIRNOTE ?? 'target/debug/fairnote';
const record = { kind: 'child', fields: { full_name: 'Amira Yilmaz' } };
let folder;
let server;
let document;
let ajv;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairnote-store-'));
  const user = (id, role) => ({ id, role, token: `token-of-${id}` });
  writeFileSync(join(folder, 'users.json'), JSON.stringify({ users: [user('mo', 'manager'), user('sam', 'worker')] }));
  writeFileSync(join(folder, 'keys.json'), execFileSync(program, ['keys', 'new']));
  const file = (name) => join(folder, name);
  server = await startServer('--store', file('records.db'), '--dev-users', file('users.json'), '--signing-keys', file('keys.json'));
  document = await (await fetch(`${server.origin}/v1/openapi.json`)).json();
  ajv = new Ajv.default({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(document, 'openapi');
});
after(async () => {
  await server?.close();
  if (folder) rmSync(folder, { recursive: true });
});

const pointer = (...names) => `openapi#/${names.map((name) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

function assertShape(name, schema, value) {
  const validate = ajv.getSchema(schema) ?? ajv.compile({ $ref: schema });
  assert.ok(validate(value), `${name}: ${ajv.errorsText(validate.errors, { separator: '\n' })}`);
}

/** Asks, and holds the request and the answer against the description. */
async function ask(user, method, template, expected, { path = template, json, headers = {} } = {}) {
  const name = `${method} ${path}`;
  const operation = document.paths[template][method];
  const at = ['paths', template, method];
  if (json && expected < 300) assertShape(name, pointer(...at, 'requestBody', 'content', 'application/json', 'schema'), json);
  const response = await fetch(server.origin + path, {
    method: method.toUpperCase(),
    headers: { authorization: `Bearer token-of-${user}`, ...(json && { 'content-type': 'application/json' }), ...headers },
    body: json && JSON.stringify(json),
  });
  const text = await response.text();
  assert.equal(response.status, expected, `${name}: ${text.slice(0, 300)}`);
  const type = response.headers.get('content-type').split(';')[0];
  assert.ok(operation.responses[expected]?.content?.[type], `${name}: ${expected} as ${type} is not described`);
  const body = JSON.parse(text);
  assertShape(name, pointer(...at, 'responses', String(expected), 'content', type, 'schema'), body);
  return { body, tag: response.headers.get('etag') };
}

test('the record store answers as it is described', async () => {
  const person = (await ask('mo', 'post', '/v1/people', 201, { json: { known_to: [] } })).body.id;
  await ask('sam', 'post', '/v1/people', 403, { json: {} });
  await ask('nobody', 'post', '/v1/people', 401, { json: {} });
  const opening = { person, standard: 'england', team: ['sam'], facts: {} };
  const path = `/v1/cases/${(await ask('mo', 'post', '/v1/cases', 201, { json: opening })).body.id}`;
  await ask('mo', 'post', '/v1/cases', 422, { json: { ...opening, standard: 'atlantis' } });
  const first = await ask('sam', 'get', '/v1/cases/{id}', 200, { path });
  const change = { path, json: { ...opening, team: ['sam', 'mo'] }, headers: { 'if-match': first.tag } };
  await ask('mo', 'put', '/v1/cases/{id}', 200, change);
  await ask('mo', 'put', '/v1/cases/{id}', 412, change);
  await ask('mo', 'put', '/v1/cases/{id}', 428, { ...change, headers: {} });
  await ask('mo', 'get', '/v1/cases/{id}', 404, { path: '/v1/cases/none' });

  const begun = await ask('sam', 'post', '/v1/records', 201, { json: { case: first.body.id, record } });
  await ask('sam', 'post', '/v1/records', 422, { json: { case: first.body.id } });
  const of = `/v1/records/${begun.body.id}`;
  const step = (user, name, expected, tag, json = {}) =>
    ask(user, 'post', '/v1/records/{id}/{step}', expected, { path: `${of}/${name}`, json, headers: { 'if-match': tag } });
  const saved = await ask('sam', 'put', '/v1/records/{id}', 200, { path: of, json: { record }, headers: { 'if-match': begun.tag } });
  const wrong = { record: { kind: 'child', fields: { date_of_birth: 'soon' } } };
  const rejected = await step('sam', 'finalise', 422, saved.tag, wrong);
  assert.equal(rejected.body.type, 'urn:fairnote:problem:rejected');
  const finalised = await step('sam', 'finalise', 200, saved.tag);
  await step('sam', 'finalise', 412, saved.tag);
  await step('sam', 'finalise', 409, finalised.tag);
  await step('sam', 'authorise', 403, finalised.tag);
  await step('sam', 'unknown', 404, finalised.tag);
  const authorised = await step('mo', 'authorise', 200, finalised.tag);
  const amended = await step('sam', 'amend', 200, authorised.tag, { record, why: 'A slip', agreed_by: 'Mo' });
  await step('mo', 'close', 200, amended.tag);
  await ask('sam', 'get', '/v1/records/{id}', 200, { path: of });
  await ask('sam', 'get', '/v1/records/{id}/versions', 200, { path: `${of}/versions` });
  await ask('sam', 'get', '/v1/records/{id}/versions/{version}', 200, { path: `${of}/versions/1` });
  await ask('sam', 'get', '/v1/records/{id}/versions/{version}', 404, { path: `${of}/versions/none` });
  await ask('mo', 'get', '/v1/records/{id}/footprints', 200, { path: `${of}/footprints` });
  await ask('sam', 'get', '/v1/records/{id}/footprints', 403, { path: `${of}/footprints` });
  await ask('sam', 'get', '/v1/duties', 200);
  await ask('sam', 'get', '/.well-known/jwks.json', 200);
});

test('a browser proves a receipt by its own means', async () => {
  const response = await fetch(`${server.origin}/v1/check?receipt=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ standard: 'herts', record }),
  });
  const [head, body, signature] = response.headers.get('fairnote-receipt').split('.');
  const { keys } = await (await fetch(`${server.origin}/.well-known/jwks.json`)).json();
  const { kid } = JSON.parse(Buffer.from(head, 'base64url'));
  const { kty, crv, x } = keys.find((key) => key.kid === kid);
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x }, { name: 'Ed25519' }, false, ['verify']);
  const proves = (text) => crypto.subtle.verify({ name: 'Ed25519' }, key, Buffer.from(signature, 'base64url'), Buffer.from(text));
  assert.equal(await proves(`${head}.${body}`), true);
  assert.equal(await proves(`${head}.${body}A`), false);
  assertShape('the receipt', pointer('components', 'schemas', 'Receipt'), JSON.parse(Buffer.from(body, 'base64url')));
});
