import { launchChromium, launchFirefox } from './browsers.mjs';
import { attached, begin, openPage, startServer } from './portal.mjs';
const which = process.argv[2] ?? 'chromium';
const browser = await (which === 'firefox' ? launchFirefox() : launchChromium());
const server = await startServer();
const NOTE = `Plan
I visited Amira at home on 20 November 2026. She showed me her drawings and said "I like my new school".
Mum told me that she is drinking again and that dad is aggressive. In my view mum is chaotic and the house is a mess.
Amira is at risk of neglect because she has missed three appointments and was hungry when I saw her. CIN plan to be reviewed.
We agreed that the school nurse will see Amira on Friday. Nan reported that Amira is sleeping well.`;
try {
  for (const [size, width] of [['desktop', 1280], ['mobile', 320]]) {
    const { page, faults, close } = await openPage(browser, { server, viewport: { width, height: 900 } });
    page.on('console', (m) => console.log('console:', m.type(), m.text()));
    await begin(page, server, { standard: 'Hertfordshire', kind: 'Case note', example: /An open case/ });
    await attached(page);
    const narrative = page.getByLabel('Record of the contact', { exact: true });
    await narrative.click();
    await narrative.pressSequentially(NOTE.slice(0, 30));
    await narrative.fill(NOTE);
    await page.waitForTimeout(700);
    await narrative.scrollIntoViewIfNeeded();
    const group = page.locator('[data-fairnote-group="/fields/narrative"]');
    const box = async (name) => {
      const b = await group.boundingBox();
      await page.screenshot({ path: `/tmp/n3-${which}-${size}-${name}.png`, fullPage: true, clip: { x: 0, y: Math.max(0, b.y - 20 + (await page.evaluate(() => scrollY))), width, height: Math.min(b.height + 60, 2600) } });
    };
    await box('closed');
    await page.locator('.app-statements__details summary').click();
    await page.waitForTimeout(300);
    const kind = page.locator('[data-fairnote-tag="kind"]').nth(3);
    await kind.selectOption('judgement').catch((e) => console.log(String(e)));
    await page.waitForTimeout(300);
    await box('open');
    console.log(size, await page.locator('input[name=tags]').inputValue(), await page.locator('.app-mix').getAttribute('aria-label'));
    console.log(faults, await page.evaluate(() => globalThis.violations));
    await close();
  }
} finally { await browser.close(); await server.close(); }
