// The accessibility tree: what a browser tells a screen reader, from the browser itself and not worked out from the document.
// Chromium gives its tree over the DevTools protocol. Firefox's is read in its parent process, over WebDriver BiDi.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import { FIREFOX, launchChromium } from './browsers.mjs';

/**
 * A browser with one page: `goto(address)`, `evaluate(function, argument)`, `until(function, argument)`, `tree()`, `close()`. A node
 * of the tree has `role`, `name`, `description`, `states` and `live`, in the order of the page. Roles are ARIA's.
 */
export async function chromiumTree() {
  const browser = await launchChromium();
  const page = await (await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London' })).newPage();
  const session = await page.context().newCDPSession(page);
  return {
    goto: (address) => page.goto(address),
    evaluate: (work, argument) => page.evaluate(work, argument),
    until: (condition, argument) => page.waitForFunction(condition, argument),
    async tree() {
      const { nodes } = await session.send('Accessibility.getFullAXTree');
      return nodes.filter(({ ignored }) => !ignored).map(({ role, name, description, properties = [] }) => {
        const of = Object.fromEntries(properties.map(({ name, value }) => [name, value.value]));
        return {
          role: role?.value,
          name: name?.value ?? '',
          description: description?.value ?? '',
          live: of.live ?? '',
          states: ['invalid', 'required', 'expanded', 'focused', 'disabled', 'checked'].filter((state) => of[state] && of[state] !== 'false'),
        };
      });
    },
    close: () => browser.close(),
  };
}

// Firefox's names of roles, where they are not ARIA's.
const ROLES = {
  'check menu item': 'menuitemcheckbox',
  'text leaf': 'StaticText',
  checkbutton: 'checkbox',
  combobox: 'combobox',
  document: 'RootWebArea',
  entry: 'textbox',
  grouping: 'group',
  pushbutton: 'button',
  radiobutton: 'radio',
  statusbar: 'status',
};

/** Run in Firefox's own window: goes through the tree of the page that is open. */
const READ = `async () => {
  const service = Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService);
  const read = (node) => {
    const [plain, extra] = [{}, {}];
    node.getState(plain, extra);
    const listed = service.getStringStates(plain.value, extra.value);
    const attributes = {};
    for (const { key, value } of node.attributes?.enumerate() ?? []) attributes[key] = value;
    return {
      role: service.getStringRole(node.role),
      name: node.name ?? '',
      description: node.description ?? '',
      xml: attributes['xml-roles'] ?? '',
      live: attributes.live ?? '',
      states: Array.from({ length: listed.length }, (_, at) => listed.item(at)),
    };
  };
  // The tree follows the page a moment later.
  for (let tries = 0; tries < 200; tries += 1) {
    const root = service.getAccessibleFor(gBrowser.selectedBrowser)?.firstChild;
    const found = [];
    const walk = (node) => {
      found.push(read(node));
      for (let child = node.firstChild; child; child = child.nextSibling) walk(child);
    };
    try {
      if (root) walk(root);
    } catch {
      found.length = 0;
    }
    if (found.length > 1) return JSON.stringify(found);
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error('no accessibility tree');
}`;

export async function firefoxTree() {
  const profile = await mkdtemp(join(tmpdir(), 'fairnote-firefox-'));
  await writeFile(join(profile, 'user.js'), 'user_pref("accessibility.force_disabled", -1);\nuser_pref("app.update.enabled", false);\n');
  const options = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', '--remote-allow-system-access', 'about:blank'];
  const child = spawn(FIREFOX, options, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, TZ: 'Europe/London' } });
  const address = await new Promise((found, failed) => {
    createInterface(child.stderr).on('line', (line) => {
      const [, address] = /WebDriver BiDi listening on (ws:\S+)/.exec(line) ?? [];
      if (address) found(address);
    });
    child.once('exit', () => failed(new Error('Firefox ended before it listened')));
  });
  const socket = new WebSocket(`${address}/session`);
  await once(socket, 'open');
  const waiting = new Map();
  socket.on('message', (text) => {
    const { id, ...answer } = JSON.parse(text);
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  let count = 0;
  const send = (method, params = {}) =>
    new Promise((done, failed) => {
      count += 1;
      waiting.set(count, ({ type, result, message }) => (type === 'success' ? done(result) : failed(new Error(`${method}: ${message}`))));
      socket.send(JSON.stringify({ id: count, method, params }));
    });
  await send('session.new', { capabilities: {} });
  const only = async (scope) => (await send('browsingContext.getTree', scope)).contexts[0].context;
  const [page, window] = [await only({}), await only({ 'moz:scope': 'chrome' })];
  const call = async (context, functionDeclaration, argument) => {
    const { result, exceptionDetails } = await send('script.callFunction', {
      functionDeclaration,
      arguments: [{ type: 'string', value: JSON.stringify(argument ?? null) }],
      target: { context },
      awaitPromise: true,
      userActivation: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result.value;
  };
  const evaluate = async (work, argument) =>
    JSON.parse(await call(page, `async (argument) => JSON.stringify((await (${work})(JSON.parse(argument))) ?? null)`, argument));
  return {
    goto: (address) => send('browsingContext.navigate', { context: page, url: address, wait: 'complete' }),
    evaluate,
    async until(condition, argument) {
      for (let tries = 0; tries < 300; tries += 1) {
        if (await evaluate(condition, argument)) return;
        await new Promise((later) => setTimeout(later, 50));
      }
      throw new Error(`it does not come to this: ${condition}`);
    },
    tree: async () =>
      JSON.parse(await call(window, READ)).map(({ role, xml, states, ...node }) => ({ ...node, states, role: ['alert', 'status', 'region'].includes(xml) ? xml : (ROLES[role] ?? role) })),
    async close() {
      socket.close();
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
