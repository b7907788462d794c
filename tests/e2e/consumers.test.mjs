// The package, as projects use it: every project of docs/embedding.md, installed from what `npm pack` gives, built, and used in
// a real browser under the strictest policy.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { launchChromium, launchFirefox } from './browsers.mjs';
import { follow, sections, serve, workplace } from './embedding.mjs';
import { files } from './files.mjs';
import { POLICY, assertGuarded, guard } from './guard.mjs';

const NOTE = 'I rang Leyla. She told me that the CIN plan helps.';
const FIXED = /the child in need plan helps/;

let chromium;
let firefox;
let place;
let page;
before(async () => {
  [chromium, firefox, place, page] = await Promise.all([launchChromium(), launchFirefox(), workplace(), sections()]);
  await follow(page.get('To begin with'), place.folder);
  await follow(page.get('Plain HTML'), place.folder);
});
after(async () => {
  await Promise.all([chromium?.close(), firefox?.close(), place?.close()]);
});

/** Opens an address in a page that is watched, and closes it with the server afterwards. */
async function visit(browser, server, path, work, except) {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London' });
  try {
    const tab = await context.newPage();
    const guarded = await guard(tab, server.origin);
    await work(tab, guarded, () => tab.goto(`${server.origin}${path}`));
    await tab.evaluate(() => undefined);
    assertGuarded(guarded, except);
  } finally {
    await context.close();
    await server.close();
  }
}

const attached = (at) => at.locator('form[data-fairnote-attached]').waitFor({ state: 'attached' });

/** What a person does: is told of a word, puts it right by a press, forgets an answer, is led to it, and sends the form. */
async function use(at, tab) {
  await attached(at);
  const note = at.getByLabel('Record of the contact');
  await note.fill('');
  await note.pressSequentially(NOTE);
  const fix = at.getByRole('button', { name: /child in need/i }).first();
  await fix.click();
  await fix.waitFor({ state: 'detached' });
  assert.match(await note.inputValue(), FIXED);
  await at.getByLabel('When it happened').fill('2026-11-02T14:30');
  await at.getByLabel('When you wrote this').fill('2026-11-02T16:00');
  await at.getByLabel('Your role').fill('Social worker');
  await at.getByRole('button', { name: 'Submit note' }).click();
  await at.getByRole('heading', { name: 'There is a problem' }).waitFor();
  const name = at.getByLabel('Your name');
  const said = await name.evaluate((input) => input.getAttribute('aria-describedby').split(' ').map((id) => input.ownerDocument.getElementById(id)?.textContent).join(' '));
  assert.match(said, /name/i, 'the error is linked with its control');
  await name.fill('Sam Okafor');
  await at.getByLabel('Is anyone at risk').selectOption('no');
  const sent = tab.waitForRequest((request) => request.method() === 'POST');
  await at.getByRole('button', { name: 'Submit note' }).click();
  // Firefox's driver does not tell what is posted.
  const posted = (await sent).postData();
  if (posted) assert.match([...new URLSearchParams(posted).values()].join('\n'), FIXED, 'what is sent is what was put right');
  await at.getByRole('heading', { name: 'Note accepted' }).waitFor();
}

describe('every project of the page', () => {
  for (const title of ['Plain HTML', 'React', 'Vue', 'webpack', 'esbuild']) {
    test(title, { timeout: 120_000 }, async () => {
      const served = await follow(page.get(title), place.folder);
      await visit(chromium, await serve(place.folder, served), '/', async (tab, { requests }, go) => {
        const response = await go();
        assert.equal(response.headers()['content-security-policy'], POLICY);
        await use(tab, tab);
        const fetched = requests.map((request) => request.url());
        for (const what of [/\.wasm$/, /\.json$/, /\.bin$/]) {
          assert.equal(fetched.filter((url) => what.test(url)).length, 1, `one engine, one standard and one model are fetched, once: ${fetched.join(' ')}`);
        }
      });
    });
  }

  test('Plain HTML, in Firefox', { timeout: 120_000 }, async () => {
    await visit(firefox, await serve(place.folder, 'plain'), '/', async (tab, _, go) => {
      await go();
      await use(tab, tab);
    });
  });

  test('In a frame', { timeout: 120_000 }, async () => {
    const before = await readFile(join(place.folder, 'server.mjs'));
    const served = await follow(page.get('In a frame'), place.folder);
    const server = await serve(place.folder, served);
    await writeFile(join(place.folder, 'server.mjs'), before);
    await visit(chromium, server, '/host.html', async (tab, _, go) => {
      await go();
      await use(tab.frameLocator('iframe'), tab);
      assert.equal(await tab.title(), 'Portal', 'the page round it is as it was');
    });
  });
});

test('a page that a server draws again after each post keeps its view state, its messages and what was typed', { timeout: 120_000 }, async () => {
  const installed = pathToFileURL(join(place.folder, 'node_modules/fairnote/'));
  const { standard: read } = await import(new URL('node.js', installed));
  const webforms = await import('../consumers/webforms/server.mjs');
  const standard = await read('coventry');
  const server = await files({ '/Note.aspx': webforms.page(standard), '/WebForm.js': () => webforms.script, '/fairnote/': installed });
  await visit(chromium, server, '/Note.aspx', async (tab, _, go) => {
    await go();
    await attached(tab);
    const [note, status] = [tab.getByLabel('Record of the contact'), tab.locator('#ctl00_Main_lblStatus')];
    await note.fill(NOTE);
    await tab.getByText(/CIN/).and(tab.locator('[data-fairnote-rule] *')).first().waitFor();
    // A draft is never stopped, and comes back as it was typed.
    await tab.getByRole('button', { name: 'Save', exact: true }).click();
    await status.getByText('Draft saved').waitFor();
    await attached(tab);
    assert.equal(await note.inputValue(), NOTE);
    // A script of the page's posts without a submit event.
    await tab.getByLabel('Is anyone at risk').selectOption('no');
    await status.getByText('Posted by ctl00$Main$ddlSafeguarding').waitFor();
    await attached(tab);
    await tab.getByRole('button', { name: /child in need/i }).first().click();
    await tab.getByLabel('When it happened').fill('2026-11-02T14:30');
    await tab.getByLabel('When you wrote this').fill('2026-11-02T16:00');
    await tab.getByLabel('Your name').fill('Sam Okafor');
    await tab.getByRole('button', { name: 'Submit note' }).click();
    // The page's own validator asks for more than the standard does; its message stands, whatever Fairnote paints beside it.
    await status.getByText('There is a problem').waitFor();
    await attached(tab);
    const own = tab.locator('#ctl00_Main_rfvRole');
    assert.equal(await own.textContent(), 'Role is required');
    assert.match(await note.inputValue(), FIXED);
    await tab.getByLabel('Your role').fill('Social worker');
    await tab.getByLabel('Your name').fill('');
    await tab.getByRole('button', { name: 'Submit note' }).click();
    await tab.getByRole('heading', { name: 'There is a problem' }).waitFor();
    assert.equal(await own.textContent(), 'Role is required');
    assert.equal(await tab.locator('#ctl00_Main_vsMain').getByText('Role is required').count(), 1);
    await tab.getByLabel('Your name').fill('Sam Okafor');
    await tab.getByRole('button', { name: 'Submit note' }).click();
    await status.getByText('Note accepted').waitFor();
  });
});

/** Listens for the reason that a form of the page gives for not being checked. */
async function hear(tab) {
  let heard;
  const reason = new Promise((told) => (heard = told));
  await tab.exposeFunction('failed', heard);
  await tab.addInitScript(() => addEventListener('fairnote:failed', ({ detail }) => globalThis.failed(detail.message)));
  return () => reason;
}

describe('without the engine', () => {
  test('the form works, the page says why, and the server says what is missing', { timeout: 60_000 }, async () => {
    const server = await serve(place.folder, 'plain');
    await visit(chromium, server, '/', async (tab, { requests }, go) => {
      const said = tab.waitForEvent('console', (message) => message.type() === 'warning' && /a form is not checked/.test(message.text()));
      const failed = await hear(tab);
      await tab.route('**/*.wasm', (route) => route.abort());
      await go();
      await said;
      assert.match(await failed(), /the engine did not start.*fairnote_bg\.wasm.*wasm-unsafe-eval/);
      assert.equal(requests.filter((request) => request.url().endsWith('.wasm')).length, 2, 'it was tried twice');
      await tab.getByLabel('Record of the contact').fill(NOTE);
      await tab.getByRole('button', { name: 'Submit note' }).click();
      await tab.getByText('Enter the date and time of the event').waitFor();
    }, /ERR_FAILED|422/);
  });

  test('a connection that broke once is tried again', { timeout: 60_000 }, async () => {
    await visit(chromium, await serve(place.folder, 'plain'), '/', async (tab, _, go) => {
      for (const broken of ['**/*.wasm', '**/coventry.json', '**/*.bin']) await tab.route(broken, (route) => route.abort(), { times: 1 });
      await go();
      await attached(tab);
    }, /ERR_FAILED/);
  });

  test('a policy that forbids it is named', { timeout: 60_000 }, async () => {
    const server = await files({ '/plain/': pathToFileURL(join(place.folder, 'plain/')) }, { policy: POLICY.replace(" 'wasm-unsafe-eval'", '') });
    await visit(chromium, server, '/plain/index.html', async (tab, _, go) => {
      const failed = await hear(tab);
      await go();
      assert.match(await failed(), /wasm-unsafe-eval/);
    }, /wasm-eval|Content Security Policy/i);
  });
});

/** What the page's command prints, for the folder `/fairnote/` that it assumes or another. */
async function importMap(folder) {
  const [{ lines }] = page.get('Subresource integrity').filter(({ language }) => language === 'console');
  const [, program] = /^\$ node -p '(.*)'$/.exec(lines[0]);
  return execFileSync(process.execPath, ['-p', program.replace('/fairnote/', folder)], { cwd: place.folder, encoding: 'utf8' }).trim();
}

describe('subresource integrity', () => {
  for (const [name, browserOf] of [['Chromium', () => chromium], ['Firefox', () => firefox]]) {
    test(`a file that was changed is refused: ${name}`, { timeout: 60_000 }, async () => {
      const html = await readFile(join(place.folder, 'plain/index.html'), 'utf8');
      const map = await importMap('/plain/fairnote/');
      const policy = POLICY.replace("script-src 'self'", `script-src 'self' 'sha256-${createHash('sha256').update(map).digest('base64')}'`);
      const routes = {
        '/plain/page.html': () => html.replace('<script', `<script type="importmap">${map}</script>\n<script`),
        '/plain/': pathToFileURL(join(place.folder, 'plain/')),
      };
      await visit(browserOf(), await files(routes, { policy }), '/plain/page.html', async (tab, _, go) => {
        await go();
        await attached(tab);
      });
      const other = '/* changed */ export const standard = async () => ({ attach: (form) => form.setAttribute("data-fairnote-attached", "") });';
      const changed = { ...routes, '/plain/fairnote/standards.js': () => other };
      await visit(browserOf(), await files(changed, { policy }), '/plain/page.html', async (tab, _, go) => {
        await go();
        assert.equal(await tab.locator('form[data-fairnote-attached]').count(), 0, 'the changed script did not run');
      }, /integrity|digest|hash|standards\.js|page\.js/i);
    });
  }

  test('an engine from another host must be the one that the script names', { timeout: 60_000 }, async () => {
    const installed = pathToFileURL(join(place.folder, 'node_modules/fairnote/'));
    const engine = await readFile(new URL('fairnote_bg.wasm', installed));
    for (const [bytes, works] of [[engine, true], [Buffer.concat([engine, Buffer.from([0, 2, 1, 97])]), false]]) {
      const host = await files({ '/fairnote_bg.wasm': () => bytes, '/': installed }, { headers: { 'access-control-allow-origin': '*' } });
      const server = await files(
        { '/page.html': () => '<!doctype html><title>x</title><script type="module" src="/page.js"></script>', '/page.js': () => `import { ready } from '${host.origin}/engine.js'; document.title = await ready.then(() => 'started', () => 'refused');` },
        { policy: POLICY.replaceAll(/(script-src|connect-src) 'self'/g, `$1 'self' ${host.origin}`) },
      );
      const context = await chromium.newContext();
      const tab = await context.newPage();
      await tab.goto(`${server.origin}/page.html`);
      await tab.waitForFunction(() => ['started', 'refused'].includes(document.title));
      assert.equal(await tab.title(), works ? 'started' : 'refused');
      await context.close();
      await Promise.all([host.close(), server.close()]);
    }
  });
});

test('the package names its licences, its entries and its digests truly', async () => {
  const installed = join(place.folder, 'node_modules/fairnote');
  const read = (file) => readFile(join(installed, file), 'utf8');
  const notices = await read('THIRD-PARTY.txt');
  for (const crate of ['serde', 'sha2', 'hifijson', 'wasm-bindgen', 'js-sys']) assert.match(notices, new RegExp(`^${crate} \\d`, 'm'));
  for (const file of ['LICENSE-MIT', 'LICENSE-APACHE', 'README.md']) assert.ok((await read(file)).length > 500, file);
  for (const [file, value] of Object.entries(JSON.parse(await read('integrity.json')))) {
    assert.equal(value, `sha384-${createHash('sha384').update(await readFile(join(installed, file))).digest('base64')}`, file);
  }
  const { exports } = JSON.parse(await read('package.json'));
  for (const [entry, target] of Object.entries(exports)) {
    for (const file of typeof target === 'string' ? [target] : Object.values(target)) {
      if (!file.includes('*')) assert.ok((await read(file)).length > 0, `${entry}: ${file}`);
    }
  }
});
