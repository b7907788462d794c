// Does the draft vault lose a word, or send one twice? Types with a real keyboard, kills the browser, the tab, the network and the
// server in the middle of it, opens the page again and compares: node tools/crash.mjs --rounds 200 [--seed 1] [--only browser]
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { CHROMIUM, QUIET } from '../tests/e2e/browsers.mjs';
import { freePort } from '../tests/e2e/portal.mjs';

/** What is typed in the last half second may be lost, and nothing before it. */
const ALLOWED = 500;
const HOST = fileURLToPath(new URL('../tests/e2e/vault/host.mjs', import.meta.url));
const FIELDS = ['Subject', 'Narrative', 'Plan'];
const WORDS = 'Amira was seen alone at home and told me that school is better since her aunt came; we agreed what happens next “and when” naïve 😀'.split(' ');

/** While typing: how the page ends. While sending: how the server or the network does. */
const TYPING = { browser, process: browserProcess, renderer, tab, closing, leaving, reload };
const SENDING = ['receiving', 'unanswered', 'answering', 'offline', 'down', 'signed-out', 'browser'];
/** A browser takes a second to start, but its death is what matters most. */
const ROUNDS = [
  ['browser', 5], ['process', 2], ['renderer', 3], ['tab', 2], ['closing', 2], ['leaving', 1], ['reload', 1],
  ...SENDING.map((way) => [`send ${way}`, 2]),
];

export async function crash({ rounds, seed = 1, only, say = () => {} }) {
  const random = generator(seed);
  const ways = ROUNDS.filter(([way]) => !only || way === only).flatMap(([way, times]) => Array(times).fill(way));
  const folder = mkdtempSync(join(tmpdir(), 'fairnote-crash-'));
  const world = { folder, random, file: join(folder, 'stored.jsonl'), port: await freePort(), chromium: undefined, server: undefined };
  const figures = { rounds: 0, characters: 0, restored: 0, beyond: 0, oldest: 0, sent: 0, stored: 0, duplicates: 0, missing: 0, byWay: {}, faults: [] };
  try {
    await serve(world);
    for (let round = 0; round < rounds; round += 1) {
      // In turn, so that few rounds have something of everything; then at random.
      const way = round < 14 && !only ? ROUNDS[round][0] : ways[Math.floor(random() * ways.length)];
      try {
        const result = way.startsWith('send ') ? await sending(world, round, way.slice(5)) : await typing(world, round, way);
        count(figures, way, result);
        say(`${round + 1}/${rounds} ${way}: ${JSON.stringify(result)}`);
      } catch (error) {
        figures.faults.push(`round ${round + 1} (${way}): ${error.message.split('\n')[0]}`);
        say(`${round + 1}/${rounds} ${way}: ${error.stack}`);
        await end(world);
        if (world.server.exitCode !== null || world.server.signalCode !== null) await serve(world);
        else world.server.send(['fault']), world.server.send(['signedIn', true]);
      }
      figures.rounds += 1;
    }
    // What the server holds, as it holds it: each key once, each record once.
    const lines = existsSync(world.file) ? readFileSync(world.file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)) : [];
    const of = (record) => record.fields.find(([name]) => name === 'subject')[1].split(' ')[0];
    figures.stored = lines.length;
    figures.duplicates = lines.length - new Set(lines.map(of)).size;
    return figures;
  } finally {
    await end(world);
    world.server?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function count(figures, way, { typed, restored = typed, beyond = 0, oldest = 0, sent = 0, missing = 0 }) {
  const of = (figures.byWay[way] ??= { rounds: 0, lost: 0, oldest: 0 });
  of.rounds += 1;
  of.lost += typed - restored;
  of.oldest = Math.max(of.oldest, oldest);
  figures.characters += typed;
  figures.restored += restored;
  figures.beyond += beyond;
  figures.oldest = Math.max(figures.oldest, oldest);
  figures.sent += sent;
  figures.missing += missing;
}

// ---- Typing -----------------------------------------------------------------------------------------------------------

async function typing(world, round, way) {
  const page = await open(world, round);
  const typed = await type(world, page, round);
  const at = await TYPING[way](world, page);
  const again = await open(world, round);
  await again.getByRole('button', { name: /^Restore/ }).first().click();
  await again.getByRole('heading', { name: 'Restored' }).waitFor();
  let lost = 0;
  let beyond = 0;
  let oldest = 0;
  for (const [field, keys] of typed) {
    const held = await valueOf(again, field);
    const whole = keys.map(({ text }) => text).join('');
    // Not only how much, but that it is what was typed, from the start.
    if (!whole.startsWith(held)) throw new Error(`${field} holds something that was not typed`);
    let length = 0;
    for (const { text, at: pressed } of keys) {
      length += text.length;
      if (length <= held.length) continue;
      const age = at - pressed;
      lost += text.length;
      oldest = Math.max(oldest, age);
      if (age > ALLOWED) beyond += text.length;
    }
  }
  // The next round begins with nothing kept.
  await again.evaluate(() => globalThis.handle.clear());
  await again.close();
  const total = typed.flatMap(([, keys]) => keys).reduce((sum, { text }) => sum + text.length, 0);
  return { typed: total, restored: total - lost, beyond, oldest };
}

/** At about the rate of a quick typist, in two of the fields; every fourth time after a long text that was pasted. */
async function type({ random }, page, round) {
  const typed = [['Subject', []], [FIELDS[1 + Math.floor(random() * 2)], []]];
  const paste = round % 4 === 3;
  for (const [field, keys] of typed) {
    const control = page.getByLabel(field, { exact: true });
    await control.focus();
    if (paste && field === 'Narrative') {
      const text = Array.from({ length: 8000 }, (_, at) => WORDS[at % WORDS.length]).join(' ');
      keys.push({ text, at: Date.now() });
      await page.keyboard.insertText(text);
    }
    const words = field === 'Subject' ? `R${round} ` : '';
    const wanted = field === 'Subject' ? 8 : 15 + Math.floor(random() * 60);
    const text = [...words + Array.from({ length: wanted }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ')].slice(0, wanted);
    for (const sign of text) {
      keys.push({ text: sign, at: Date.now() });
      await (sign.codePointAt(0) < 128 ? page.keyboard.press(sign === ' ' ? 'Space' : sign) : page.keyboard.insertText(sign));
      await pause(20 + random() * 90);
    }
  }
  // Half of the time right after the last key, otherwise somewhere between it and its save.
  await pause(random() < 0.5 ? 0 : random() * 200);
  return typed;
}

async function valueOf(page, field) {
  const control = page.getByLabel(field, { exact: true });
  // An editable element may end in a space that does not break.
  return field === 'Plan' ? (await control.evaluate((element) => element.textContent)).replaceAll('\u00a0', ' ') : control.inputValue();
}

// ---- The ways of ending. Each returns the moment of the blow. ---------------------------------------------------------

/** Every process of the browser at once. */
async function browser(world) {
  const at = Date.now();
  process.kill(-world.chromium.child.pid, 'SIGKILL');
  await end(world);
  return at;
}

/** The browser's own process alone: its store goes with it. */
async function browserProcess(world) {
  const at = Date.now();
  world.chromium.child.kill('SIGKILL');
  await end(world);
  return at;
}

async function renderer(world, page) {
  const session = await page.context().newCDPSession(page);
  const at = Date.now();
  await Promise.race([session.send('Page.crash').catch(() => {}), once(page, 'crash')]);
  await page.close();
  return at;
}

/** Without a word to the page. */
async function tab(world, page) {
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  const at = Date.now();
  const closed = once(page, 'close');
  await session.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {});
  await closed;
  return at;
}

async function closing(world, page) {
  const at = Date.now();
  await page.close({ runBeforeUnload: true });
  if (!page.isClosed()) await once(page, 'close');
  return at;
}

async function leaving(world, page) {
  const at = Date.now();
  await page.goto(`${origin(world)}/blank`);
  await page.close();
  return at;
}

async function reload(world, page) {
  const at = Date.now();
  await page.reload();
  await page.close();
  return at;
}

// ---- Sending ----------------------------------------------------------------------------------------------------------

async function sending(world, round, way) {
  let page = await open(world, round);
  const typed = await type(world, page, round);
  const whole = typed.map(([field, keys]) => [field, keys.map(({ text }) => text).join('')]);
  const broken = ['receiving', 'unanswered', 'answering'].includes(way);
  if (broken) world.server.send(['fault', way]);
  if (way === 'browser') world.server.send(['fault', 'held', null]);
  if (way === 'signed-out') world.server.send(['signedIn', false]);
  if (way === 'offline') await page.context().setOffline(true);
  if (way === 'down') await down(world);
  const gone = broken && once(world.server, 'exit');
  await page.getByRole('button', { name: 'Submit note' }).click();

  if (way === 'browser') {
    // Killed while the server works on it; the server may have it or not.
    await pause(world.random() * 300);
    await browser(world);
    // The post may not have come yet: the next must not be held for it.
    world.server.send(['fault', null]);
    world.server.send(['release']);
    page = await open(world, round);
    const waits = page.getByRole('heading', { name: 'Not sent yet' });
    const offered = page.getByRole('button', { name: /^Restore/ });
    await waits.or(offered).first().waitFor();
    if (await waits.count()) await page.getByRole('button', { name: 'Send it now' }).click();
    else await offered.click().then(() => page.getByRole('button', { name: 'Submit note' }).click());
  } else {
    if (gone) await gone;
    await page.getByRole('heading', { name: 'Not sent yet' }).waitFor();
    if (broken || way === 'down') await serve(world);
    if (way === 'signed-out') world.server.send(['signedIn', true]);
    // The page hears that there is a connection again, or tries by itself.
    if (way === 'offline') await page.context().setOffline(false);
    else await page.getByRole('button', { name: 'Send it now' }).click({ timeout: 3000 }).catch(() => {});
  }
  await page.getByRole('heading', { name: 'Record kept' }).waitFor();
  const left = await open(world, round, page);
  const listed = await left.evaluate(() => globalThis.vault.list({ user: 'sam' }));
  if (listed.some(({ key }) => key === `note-${round}`)) throw new Error('a draft is left after it was sent');
  await left.close();
  const lines = readFileSync(world.file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
  const arrived = lines.filter(({ fields }) => fields.some(([name, value]) => name === 'subject' && value === whole[0][1]));
  if (arrived.length > 1) throw new Error('the server holds it twice');
  const narrative = whole.find(([field]) => field === 'Narrative')?.[1] ?? '';
  const missing = arrived.length === 1 && arrived[0].fields.find(([name]) => name === 'narrative')[1] === narrative ? 0 : 1;
  return { typed: whole.reduce((sum, [, text]) => sum + text.length, 0), sent: 1, missing };
}

// ---- The browser and the server ---------------------------------------------------------------------------------------

const origin = ({ port }) => `http://127.0.0.1:${port}`;

async function open(world, round, there) {
  world.chromium ??= await start(world);
  const page = there ?? (await world.chromium.context.newPage());
  page.setDefaultTimeout(20_000);
  await page.goto(`${origin(world)}/form?key=note-${round}`);
  await page.locator('html[data-started]').waitFor();
  return page;
}

/** Chromium as a person has it: with a profile that outlives it. In a group of its own, so that all of it can be killed. */
async function start({ folder }) {
  const profile = join(folder, 'profile');
  rmSync(join(profile, 'DevToolsActivePort'), { force: true });
  rmSync(join(profile, 'SingletonLock'), { force: true });
  const child = spawn(CHROMIUM, [...QUIET, '--headless=new', `--user-data-dir=${profile}`, '--remote-debugging-port=0', 'about:blank'], { detached: true, stdio: 'ignore' });
  const told = join(profile, 'DevToolsActivePort');
  await until(() => existsSync(told) && readFileSync(told, 'utf8').includes('\n'), 'the browser does not start');
  const [port, path] = readFileSync(told, 'utf8').split('\n');
  const connected = await chromium.connectOverCDP(`ws://127.0.0.1:${port}${path}`);
  return { child, connected, context: connected.contexts()[0] };
}

async function end(world) {
  const ended = world.chromium;
  world.chromium = undefined;
  if (!ended) return;
  const alive = () => {
    try {
      return process.kill(-ended.child.pid, 'SIGKILL');
    } catch {
      return false;
    }
  };
  await until(() => !alive(), 'the browser does not end');
  await ended.connected.close().catch(() => {});
}

async function serve(world) {
  world.server = fork(HOST, ['--port', String(world.port), '--file', world.file]);
  await once(world.server, 'message');
}

async function down({ server }) {
  const gone = once(server, 'exit');
  server.kill('SIGKILL');
  await gone;
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function until(so, otherwise) {
  for (let tries = 0; !so(); tries += 1) {
    if (tries > 400) throw new Error(otherwise);
    await pause(50);
  }
}

/** The same numbers for the same seed (mulberry32). */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const value = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
  const begun = Date.now();
  const figures = await crash({ rounds: Number(value('--rounds') ?? 200), seed: Number(value('--seed') ?? 1), only: value('--only'), say: (line) => console.error(line) });
  console.log(JSON.stringify({ ...figures, seconds: Math.round((Date.now() - begun) / 1000) }, null, 2));
  if (figures.beyond || figures.duplicates || figures.missing || figures.faults.length) process.exitCode = 1;
}
