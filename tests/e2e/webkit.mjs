// WebKit, as Debian installs it: WebKitGTK's driver on a screen that nobody sees. Playwright drives only a build of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Builder, By, Key, error, until } from 'selenium-webdriver';
import { freePort } from './portal.mjs';

const BROWSER = process.env.MINIBROWSER ?? `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/webkit2gtk-4.1/MiniBrowser`;
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Starts the driver and a browser. */
export async function launchWebKit() {
  const port = await freePort();
  // A group of its own, so that the screen goes with it.
  const child = spawn('xvfb-run', ['-a', '-s', '-screen 0 1600x1200x24', 'WebKitWebDriver', `--port=${port}`, '--host=127.0.0.1'], { detached: true, stdio: 'ignore' });
  const failed = once(child, 'error').then(([reason]) => Promise.reject(new Error(`WebKit's driver does not start (tools/setup.sh test installs it): ${reason.message}`)));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, 'SIGTERM');
      await once(child, 'exit');
    }
  };
  try {
    await Promise.race([answers(`http://127.0.0.1:${port}/status`), failed]);
    const driver = await new Builder()
      .usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities({ browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { binary: BROWSER, args: ['--automation'] } })
      .build();
    return { driver, close: () => driver.quit().finally(stop) };
  } catch (reason) {
    await stop();
    throw reason;
  }
}

async function answers(address) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await fetch(address).then(({ ok }) => ok, () => false)) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error('WebKit\'s driver does not answer');
}

/** What a test does on a page, by what a person sees. */
export function pageOf(driver, origin) {
  const wait = 20_000;
  const find = (selector) => driver.wait(until.elementLocated(selector), wait);
  // While the page moves under the pointer, again.
  const patiently = (work) =>
    driver.wait(async () => {
      try {
        await work();
        return true;
      } catch (reason) {
        if (reason instanceof error.ElementNotInteractableError || reason instanceof error.StaleElementReferenceError) return false;
        throw reason;
      }
    }, wait);
  const text = (words) => (words.includes("'") ? `"${words}"` : `'${words}'`);
  const page = {
    driver,
    async open(path) {
      await driver.get(`${origin}${path}`);
      await page.listen();
    },
    /** From here on the page tells what its policy refused; what was refused while it loaded is told too. */
    listen: () =>
      driver.executeScript(() => {
        globalThis.refused = [];
        const tell = ({ effectiveDirective, blockedURL, sourceFile }) => globalThis.refused.push(`${effectiveDirective} ${blockedURL} ${sourceFile}`);
        new ReportingObserver((reports) => reports.forEach(({ body }) => tell(body)), { types: ['csp-violation'], buffered: true }).observe();
        addEventListener('error', ({ message }) => globalThis.refused.push(message));
        addEventListener('unhandledrejection', () => globalThis.refused.push('a promise was broken'));
      }),
    css: (selector) => find(By.css(selector)),
    attached: () => find(By.css('form[data-fairnote-attached]')),
    /** The first button with these words that can be seen. */
    button: (name) =>
      driver.wait(async () => {
        for (const button of await driver.findElements(By.xpath(`//button[contains(normalize-space(), ${text(name)})]`))) {
          if (await button.isDisplayed()) return button;
        }
        return undefined;
      }, wait),
    heading: (name) => find(By.xpath(`(//h1|//h2)[normalize-space()=${text(name)}]`)),
    /** The control with this label, in the group with this legend if one is given. */
    async control(label, legend) {
      const group = legend ? `//fieldset[legend[normalize-space()=${text(legend)}]]` : '';
      const found = await find(By.xpath(`${group}//label[normalize-space()=${text(label)}]`));
      return driver.findElement(By.id(await found.getAttribute('for')));
    },
    fill: (control, value) =>
      patiently(async () => {
        await control.clear();
        await control.sendKeys(value, Key.TAB);
      }),
    /** Presses a button, and gives it. */
    async press(name) {
      let button;
      await patiently(async () => (button = await page.button(name)).click());
      return button;
    },
    click: (control) => patiently(() => control.click()),
    gone: (element) => driver.wait(until.stalenessOf(element), wait),
    until: (condition) => driver.wait(condition, wait),
    /** Fails if the page asked another host, or its policy refused it something. */
    async assertQuiet() {
      const [asked, refused] = await driver.executeScript(() => [performance.getEntriesByType('resource').map(({ name }) => name), globalThis.refused ?? []]);
      const wrong = [...asked.filter((url) => !url.startsWith(`${origin}/`)).map((url) => `asked another host: ${url}`), ...refused.map((what) => `refused: ${what}`)];
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
    },
    /** What axe finds, as lines. */
    async violations() {
      await driver.executeScript(await readFile(axe, 'utf8'));
      const found = await driver.executeAsyncScript((done) => globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(done));
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`);
    },
  };
  return page;
}
