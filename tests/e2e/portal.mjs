// The real portal, served by the real program, driven as a person would: by labels, roles and the keyboard.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { assertGuarded, guard } from './guard.mjs';

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

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Opens a page that must behave; what it did that it must not is in `faults` (guard.mjs). */
export async function openPage(browser, { server, ...options } = {}) {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', ...options });
  const page = await context.newPage();
  const guarded = await guard(page, server.origin, options);
  // Without scripts Chromium does not ask for them; Firefox asks, and runs none of them.
  if (options.javaScriptEnabled === false) await page.route(/\.m?js$/, (route) => route.abort());
  return { page, context, ...guarded, close: () => context.close() };
}

/** Fails if the page did anything that it must not. */
export async function assertQuiet(opened) {
  // What was refused a moment ago has been told by the time that the page answers.
  await opened.page.evaluate(() => undefined).catch(() => undefined);
  assertGuarded(opened);
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
