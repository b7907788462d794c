// Every state of every page: no axe violation (WCAG 2.2 AA), no sideways scrolling on a narrow or much enlarged page, and
// readable in forced colours.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchChromium, launchFirefox } from './browsers.mjs';
import { assertAccessible, assertNoSidewaysScrolling } from './looks.mjs';
import { answer, assertQuiet, attached, begin, openPage, picture, startServer } from './portal.mjs';

const KINDS = [
  ['Child\'s record', 'child'],
  ['Case note', 'case_note'],
  ['Visit', 'visit'],
];
const NARRATIVE = { case_note: 'Record of the contact', visit: 'Record of the visit' };

/** The pages and their states: a name, and how to get there. */
const STATES = [
  ['start', async (page, server) => page.goto(`${server.origin}/`)],
  ['start with errors', async (page, server) => {
    await page.goto(`${server.origin}/`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
  }],
  ['page not found', async (page, server) => page.goto(`${server.origin}/nothing-here`)],
  ...KINDS.flatMap(([kind, id]) => [
    [`${id}, empty`, async (page, server) => {
      await begin(page, server, { standard: 'Hertfordshire', kind });
      await attached(page);
    }],
    [`${id}, with errors`, async (page, server) => {
      await begin(page, server, { standard: 'Hertfordshire', kind });
      await attached(page);
      await page.getByRole('button', { name: 'Submit record' }).click();
      await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
    }],
  ]),
  ...['case_note', 'visit'].map((id) => [`${id}, with warnings while typing`, async (page, server) => {
    await begin(page, server, { standard: 'Coventry', kind: KINDS.find(([, of]) => of === id)[0] });
    await attached(page);
    await page.getByLabel(NARRATIVE[id], { exact: true }).fill('The CIN plan was discussed. Mum failed to engage. Dad is known to probation.');
    await page.locator('[data-fairnote-findings="/fields/narrative"]').getByText(/CIN/).first().waitFor();
  }]),
  ['case_note, with its statements open', async (page, server) => {
    await begin(page, server, { standard: 'Coventry', kind: 'Case note' });
    await attached(page);
    await page.getByLabel('Record of the contact', { exact: true }).fill('I saw Amira at home. Mum told me that she is well. I think the CIN plan helps. We agreed to review it.');
    await page.locator('summary').filter({ hasText: 'Statements' }).click();
    await page.getByRole('group', { name: /^I think/ }).getByLabel('Kind').selectOption('judgement');
    await page.getByText('Set by you').waitFor();
  }],
  ['child, with a list and a fix', async (page, server) => {
    await begin(page, server, { standard: 'Hertfordshire', kind: 'Child\'s record' });
    await attached(page);
    await answer(page, 'Is this an unborn baby?', 'Yes');
    await page.getByRole('button', { name: 'Add address' }).click();
    await page.getByRole('group', { name: 'Address 1', exact: true }).waitFor();
  }],
  ['case_note, draft', async (page, server) => {
    await begin(page, server, { standard: 'Coventry', kind: 'Case note' });
    await page.getByLabel('Record of the contact', { exact: true }).fill('The CIN plan was discussed.');
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByRole('heading', { name: 'Draft checked' }).waitFor();
    await attached(page);
  }],
  ['confirmation', async (page, server) => {
    // Coventry asks for little of an unborn baby's record.
    await begin(page, server, { standard: 'Coventry', kind: 'Child\'s record', example: /An unborn baby/ });
    await attached(page);
    await answer(page, 'Is this an unborn baby?', 'Yes');
    await page.getByLabel('Full name', { exact: true }).first().fill('Unborn baby Adeyemi');
    await page.getByRole('button', { name: 'Submit record' }).click();
    await page.getByRole('button', { name: 'Submit record' }).or(page.getByRole('heading', { name: 'Record accepted' })).first().waitFor();
    if (!(await page.getByRole('heading', { name: 'Record accepted' }).count())) await page.getByRole('button', { name: 'Submit record' }).click();
    await page.getByRole('heading', { name: 'Record accepted' }).waitFor();
  }],
];

describe('every state of every page', () => {
  let browser;
  let server;
  before(async () => {
    [browser, server] = await Promise.all([launchChromium(), startServer()]);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  for (const [state, go] of STATES) {
    test(state, { timeout: 60_000 }, async () => {
      const opened = await openPage(browser, { server });
      const { page } = opened;
      try {
        await go(page, server);
        await assertAccessible(page, state);
        await picture(page, `state-${state.replaceAll(/[^a-z_]+/g, '-')}`);
        // 320 CSS pixels is also what a window of 1,280 has left at 400 %.
        await page.setViewportSize({ width: 320, height: 640 });
        await assertNoSidewaysScrolling(page, state);
        await picture(page, `narrow-${state.replaceAll(/[^a-z_]+/g, '-')}`);
        await assertAccessible(page, `${state}, 320 pixels wide`);
        // What the page says with a status of 400 or 404 is what is looked at here, not that it does.
        opened.faults.splice(0, opened.faults.length, ...opened.faults.filter((fault) => !/^(400|404) for|status of (400|404)/.test(fault)));
        await assertQuiet(opened);
      } finally {
        await opened.close();
      }
    });
  }

  test('text spacing can be widened without loss', async () => {
    const opened = await openPage(browser, { server, bypassCSP: true });
    const { page } = opened;
    try {
      await begin(page, server, { standard: 'Hertfordshire', kind: 'Child\'s record' });
      await page.addStyleTag({ content: '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }' });
      await page.setViewportSize({ width: 320, height: 640 });
      await assertNoSidewaysScrolling(page, 'widened text');
    } finally {
      await opened.close();
    }
  });

  test('a page in forced colours keeps its borders and its focus', async () => {
    const opened = await openPage(browser, { server, forcedColors: 'active', colorScheme: 'dark' });
    const { page } = opened;
    try {
      await begin(page, server, { standard: 'Hertfordshire', kind: 'Case note' });
      await attached(page);
      const narrative = page.getByLabel('Record of the contact', { exact: true });
      await narrative.fill('The CIN plan was discussed. Mum failed to engage.');
      await page.locator('[data-fairnote-findings="/fields/narrative"]').getByText(/CIN/).first().waitFor();
      await narrative.focus();
      const style = await narrative.evaluate((element) => {
        const { borderTopWidth, borderTopStyle, outlineStyle, outlineWidth } = getComputedStyle(element);
        return { borderTopWidth, borderTopStyle, outlineStyle, outlineWidth };
      });
      assert.notEqual(style.borderTopStyle, 'none');
      assert.notEqual(parseFloat(style.borderTopWidth), 0);
      assert.notEqual(style.outlineStyle, 'none', 'the focus is shown by an outline, which forced colours keep');
      await picture(page, 'forced-colours');
      // The colours are the person's own then, and axe would measure those that the page asked for.
      await assertAccessible(page, 'forced colours', ['color-contrast']);
    } finally {
      await opened.close();
    }
  });
});

test('Firefox finds the same pages accessible', { timeout: 60_000 }, async () => {
  const [browser, server] = await Promise.all([launchFirefox(), startServer()]);
  try {
    for (const [state, go] of STATES.filter(([state]) => ['start', 'case_note, with errors', 'case_note, with warnings while typing'].includes(state))) {
      const opened = await openPage(browser, { server });
      await go(opened.page, server);
      await assertAccessible(opened.page, state);
      await assertQuiet(opened);
      await opened.close();
    }
  } finally {
    await browser.close();
    await server.close();
  }
});
