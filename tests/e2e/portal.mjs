// The real portal, served by the real program, driven as a person would: by labels, roles and the keyboard.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = process.env.FAIRNOTE ?? 'target/debug/fairnote';

/** Starts the server on a free port. Its log is kept, so that a test can look for what must never be in it. */
export async function startServer(...options) {
  const port = await freePort();
  const child = spawn(program, ['serve', '--addr', `127.0.0.1:${port}`, '--assets', 'www/build', ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => log.push(String(text)));
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the server stopped: ${log.join('')}`);
    const ready = await fetch(`${origin}/readyz`).then((response) => response.ok, () => false);
    if (ready) break;
    if (tries > 100) throw new Error(`the server is not ready: ${log.join('')}`);
    await new Promise((later) => setTimeout(later, 100));
  }
  return {
    origin,
    log: () => log.join(''),
    async close() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Opens a page that must behave: what it logs, which hosts it asks, which policies it breaks. `faults()` lists it all.
 * Firefox's driver logs a blocked inline style of its own, so violations are heard from the page and not from the console.
 */
export async function openPage(browser, { server, ...options } = {}) {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', ...options });
  const page = await context.newPage();
  const faults = [];
  const requests = [];
  page.on('pageerror', (error) => options.javaScriptEnabled === false || faults.push(`error on the page: ${error.message}`));
  page.on('request', (request) => {
    requests.push(request);
    if (!request.url().startsWith(`${server.origin}/`) && !request.url().startsWith('data:')) faults.push(`asked another host: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} for ${response.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && browser.browserType().name() === 'chromium') faults.push(`console: ${message.text()}`);
  });
  if (options.javaScriptEnabled === false) {
    // Chromium does not ask for scripts then; Firefox asks, and runs none of them.
    await page.route(/\.m?js$/, (route) => route.abort());
  } else {
    await page.addInitScript(() => {
      globalThis.violations = [];
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, sample }) => {
        // What the driver itself puts into the page has no source of this origin.
        if (sourceFile && !sourceFile.startsWith(location.origin)) return;
        globalThis.violations.push(`${violatedDirective} ${blockedURI} ${sample}`);
      });
    });
  }
  return { page, context, faults, requests, close: () => context.close() };
}

/** Fails if the page did anything that it must not. */
export async function assertQuiet({ page, faults }) {
  const violations = await page.evaluate(() => globalThis.violations ?? []).catch(() => []);
  // Taking a picture puts a style of the driver's into the page, which Firefox blocks and reports. `make test` takes none.
  const ofDriver = (fault) => process.env.SCREENSHOTS && /inline style|style-src-elem inline/.test(fault);
  const all = [...faults, ...violations.map((violation) => `content security policy: ${violation}`)].filter((fault) => !ofDriver(fault));
  if (all.length > 0) throw new Error(all.join('\n'));
}

/** Goes through the start page as a person does. */
export async function begin(page, server, { standard, kind, example }) {
  await page.goto(`${server.origin}/`);
  await page.getByRole('radio', { name: standard, exact: true }).check();
  await page.getByRole('radio', { name: kind, exact: true }).check();
  if (example) await page.getByRole('radio', { name: example }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Submit record' }).waitFor();
}

/** Waits until the script has taken the form over. */
export const attached = (page) => page.locator('form[data-fairnote-attached]').waitFor({ state: 'attached' });

/** A date or a date and time, in the inputs of its group. */
export async function fillMoment(page, legend, moment) {
  const group = page.getByRole('group', { name: legend, exact: true });
  await group.getByLabel('Day', { exact: true }).fill(moment.day);
  await group.getByLabel('Month', { exact: true }).fill(moment.month);
  await group.getByLabel('Year', { exact: true }).fill(moment.year);
  if (moment.time) await group.getByLabel('Time', { exact: true }).fill(moment.time);
}

/** Answers a yes or no question. */
export const answer = (page, legend, yes) =>
  page.getByRole('group', { name: legend, exact: true }).getByRole('radio', { name: yes, exact: true }).check();

/** A moment that lies so many days back, as the inputs want it, in London. */
export function daysAgo(days, time = '10:00') {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', day: 'numeric', month: 'numeric', year: 'numeric' })
    .formatToParts(new Date(Date.now() - days * 86_400_000));
  const of = (type) => parts.find((part) => part.type === type).value;
  return { day: of('day'), month: of('month'), year: of('year'), time };
}

export const dateOf = ({ day, month, year }) => ({ day, month, year });

/** Saves a picture for `make screenshots`, and of a page on which a test failed. */
export async function picture(page, name, options = {}) {
  if (!process.env.SCREENSHOTS && !name.startsWith('failed-')) return;
  const folder = new URL('../../test-results/', import.meta.url).pathname;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}${name}.png`, fullPage: true, ...options });
}
