// The draft vault on a page of another portal, under a strict policy with Trusted Types: what is kept and what is not, how it is
// offered, two tabs, sending, the end of the session. In Chromium and in Firefox. tools/crash.mjs kills what can be killed.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { crash } from '../../tools/crash.mjs';
import { launchChromium, launchFirefox } from './browsers.mjs';
import { assertAccessible } from './looks.mjs';
import { assertQuiet, openPage, picture } from './portal.mjs';
import { host } from './vault/host.mjs';

const WORDS = 'Amira was seen at home. “She is well” 😀';
const narrative = (page) => page.getByLabel('Narrative', { exact: true });
const button = (page, name) => page.getByRole('button', { name });
const heading = (page, name) => page.getByRole('heading', { name });
const told = (page, type) => page.evaluate((type) => globalThis.told.filter(([name]) => name === type).length, type);
const kept = (page, who = { user: 'sam' }) => page.evaluate((who) => globalThis.vault.list(who), who);
const flush = (page) => page.evaluate(() => globalThis.handle.flush());
/** In a region, and not only by the line for those who hear the page. */
const said = (page, text) => page.locator('[data-region] p', { hasText: text });
const submit = (page) => button(page, 'Submit note').click();

for (const [name, launch] of [
  ['Chromium', launchChromium],
  ['Firefox', launchFirefox],
]) {
  describe(`the draft vault in ${name}`, () => {
    let browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());

    /** Each test has a browser of its own and a server of its own. `made` is what the form's page is made with. */
    const on = (title, work, { made = {}, everywhere = false, ...options } = {}) =>
      // Firefox takes three times as long, and is asked where browsers differ.
      (everywhere || name === 'Chromium') &&
      test(title, { timeout: 60_000 }, async () => {
        const page = { ...made };
        const server = await host({ page: () => page });
        const opened = await openPage(browser, { server, ...options });
        const open = async (there, key = 'case-17/note-3') => {
          const tab = there ?? (await opened.context.newPage());
          await tab.goto(`${server.origin}/form?key=${key}`);
          await tab.locator('html[data-started]').waitFor();
          return tab;
        };
        try {
          await open(opened.page);
          await work({ ...opened, server, made: page, open });
          // What a server answers wrong here is what is looked at.
          opened.faults.splice(0, opened.faults.length, ...opened.faults.filter((fault) => !/^\d{3} for|Failed to load resource/.test(fault)));
          await assertQuiet(opened);
        } catch (error) {
          await picture(opened.page, `failed-vault-${title.replaceAll(/\W+/g, '-').slice(0, 40)}`).catch(() => {});
          throw error;
        } finally {
          await opened.close();
          await server.close();
        }
      });

    /** Writes, closes the tab, and opens the form again. */
    const left = async ({ page, open }) => {
      await narrative(page).fill(WORDS);
      await flush(page);
      await page.close();
      const again = await open();
      await button(again, /^Restore/).waitFor();
      return again;
    };

    on('what was typed is offered again, and restored with every kind of answer', async ({ page, open }) => {
      await page.getByLabel('Subject').fill('Home visit');
      await narrative(page).pressSequentially(WORDS);
      await page.locator('#plan').pressSequentially('See her again');
      await page.getByRole('radio', { name: 'No' }).check();
      await page.getByRole('checkbox', { name: 'Urgent' }).check();
      await page.getByLabel('Kind').selectOption('visit');
      await button(page, 'Add a person').click();
      await page.getByLabel('Present 1').nth(1).fill('Mum');
      await page.locator('[name=tags]').evaluate((input) => (input.value = '{"/fields/narrative":[]}'));
      await flush(page);
      await page.close();
      const again = await open();
      await button(again, /^Restore what you had typed at \d\d:\d\d/).waitFor();
      assert.equal(await narrative(again).inputValue(), '', 'nothing is put in before somebody asks for it');
      assert.ok(await again.evaluate(() => document.activeElement === document.body), 'the focus is where it was');
      await button(again, /^Restore/).press('Enter');
      await heading(again, 'Restored').waitFor();
      assert.equal(await narrative(again).inputValue(), WORDS);
      assert.equal(await again.locator('#plan').textContent(), 'See her again');
      assert.ok(await again.getByRole('radio', { name: 'No' }).isChecked());
      assert.ok(await again.getByRole('checkbox', { name: 'Urgent' }).isChecked());
      assert.equal(await again.getByLabel('Kind').inputValue(), 'visit');
      assert.equal(await again.getByLabel('Present 1').nth(1).inputValue(), 'Mum');
      assert.equal(await again.locator('[name=tags]').inputValue(), '{"/fields/narrative":[]}');
      assert.equal((await kept(again)).length, 1, 'it is this tab’s own now');
    }, { everywhere: true });

    on('what is on the disk cannot be read, and passwords, private fields and tokens are not in it', async ({ page }) => {
      await narrative(page).fill(WORDS);
      for (const secret of ['Pin', 'Private remark']) await page.getByLabel(secret).fill('hush-hush');
      // A button that shows a password makes text of it.
      await page.getByLabel('Pin').evaluate((input) => (input.type = 'text'));
      await page.getByLabel('Pin').press('End');
      await page.keyboard.type('!');
      await flush(page);
      const disk = await page.evaluate(async () => {
        const request = indexedDB.open('fairnote-vault');
        await new Promise((done) => (request.onsuccess = done));
        const { drafts, outbox, keys } = await Promise.all(
          ['drafts', 'outbox', 'keys'].map((store) => new Promise((done) => (request.result.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) => done([store, target.result])))),
        ).then(Object.fromEntries);
        const refused = await crypto.subtle.exportKey('raw', keys[0].seal).then(() => false, () => true);
        const draft = drafts.sort((one, other) => other.version - one.version)[0];
        // Opened as the vault itself opens it.
        const place = JSON.stringify([draft.id, draft.name, draft.instance, draft.version, draft.owner]);
        const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: draft.iv, additionalData: new TextEncoder().encode(place) }, keys[0].seal, draft.sealed);
        const plain = JSON.stringify(drafts, (_, value) => (value instanceof ArrayBuffer ? new TextDecoder('latin1').decode(value) : value));
        return { plain, refused, opened: new TextDecoder().decode(opened), outbox: outbox.length };
      });
      for (const word of ['Amira', 'case-17', 'sam', 'narrative']) assert.ok(!disk.plain.includes(word), word);
      assert.ok(disk.refused, 'the key cannot be exported');
      assert.ok(disk.opened.includes('Amira'));
      for (const word of ['hush', 'RequestVerification', 'token-', 'version']) assert.ok(!disk.opened.includes(word), word);
      const events = await page.evaluate(() => JSON.stringify(globalThis.told));
      assert.ok(!/Amira|hush/.test(events));
    }, { everywhere: true });

    on('it is looked at before it is restored, discarded only after a question, and undone', async (world) => {
      const again = await left(world);
      await button(again, 'Look at it').click();
      await again.locator('dd', { hasText: WORDS }).waitFor();
      await assertAccessible(again, 'a draft that is looked at');
      await button(again, 'Discard').click();
      assert.ok(await again.locator('[data-region]:focus').count(), 'the question has the focus');
      await button(again, 'No, keep it').click();
      await narrative(again).fill('Typed since');
      await button(again, /^Restore/).click();
      await heading(again, 'Restored').waitFor();
      assert.equal(await narrative(again).inputValue(), WORDS);
      await button(again, 'Undo').click();
      await button(again, /^Restore/).waitFor();
      assert.equal(await narrative(again).inputValue(), 'Typed since');
      await button(again, 'Discard').click();
      await button(again, 'Yes, discard it').click();
      await button(again, /^Restore/).waitFor({ state: 'detached' });
      await flush(again);
      assert.equal((await kept(again)).length, 1, 'only what is in the form is kept');
    });

    on('two tabs on one form keep both texts, and are told', async ({ page, open }) => {
      await narrative(page).fill('In the first');
      await flush(page);
      const second = await open();
      await heading(second, 'This form is open in another tab').waitFor();
      await heading(page, 'This form is open in another tab').waitFor();
      await narrative(second).fill('In the second');
      await flush(second);
      assert.equal((await kept(page)).length, 2);
      assert.equal(await button(second, /^Restore/).count(), 0, 'a tab that lives keeps its own');
      await page.close();
      // Closing the first offers its words in the second.
      await button(second, /^Restore/).click();
      await heading(second, 'Restored').waitFor();
      assert.equal(await narrative(second).inputValue(), 'In the first');
      await button(second, 'Undo').click();
      await button(second, /^Restore/).waitFor();
      assert.equal(await narrative(second).inputValue(), 'In the second');
    }, { everywhere: true });

    on('one user never sees what another typed, nor with another secret', async ({ page, open, made }) => {
      const secret = 'a secret that the session gives';
      await narrative(page).fill(WORDS);
      await flush(page);
      await page.close();
      made.options = { user: 'kim' };
      const other = await open();
      await flush(other);
      assert.equal(await button(other, /^Restore/).count(), 0);
      assert.deepEqual(await kept(other, { user: 'kim' }), []);
      await other.close();
      made.options = { user: 'sam', secret };
      const sealed = await open();
      assert.equal(await button(sealed, /^Restore/).count(), 0, 'another key has other names');
      await narrative(sealed).fill('Under the secret');
      await flush(sealed);
      await sealed.close();
      const again = await open();
      await button(again, /^Restore/).click();
      await heading(again, 'Restored').waitFor();
      assert.equal(await narrative(again).inputValue(), 'Under the secret');
      const wrong = await again.evaluate(() => globalThis.vault.list({ user: 'sam', secret: 'some other secret than that' }));
      assert.deepEqual(wrong, []);
    });

    on('a newer copy from the server is said, and nothing to restore is not offered', async (world) => {
      const { made, open, page } = world;
      await narrative(page).fill('What the server will have');
      await flush(page);
      await page.close();
      made.narrative = 'What the server will have';
      const same = await open();
      await flush(same);
      assert.equal(await button(same, /^Restore/).count(), 0);
      assert.deepEqual(await kept(same), [], 'the server has it');
      await narrative(same).fill(WORDS);
      await flush(same);
      await same.close();
      made.narrative = 'Somebody else wrote this';
      const newer = await open();
      await said(newer, 'The form has been changed since').waitFor();
    });

    on('signing out deletes everything and stops keeping, in every tab', async ({ page, open }) => {
      const second = await open(undefined, 'another');
      await narrative(page).fill(WORDS);
      await narrative(second).fill(WORDS);
      await Promise.all([flush(page), flush(second)]);
      await page.evaluate(() => globalThis.vault.signOut({ user: 'sam' }));
      await said(second, 'You have signed out').waitFor();
      await narrative(second).pressSequentially(' more');
      await flush(second);
      const sizes = await second.evaluate(async () => {
        const request = indexedDB.open('fairnote-vault');
        await new Promise((done) => (request.onsuccess = done));
        return Promise.all(['drafts', 'outbox', 'keys'].map((store) => new Promise((done) => (request.result.transaction(store).objectStore(store).count().onsuccess = ({ target }) => done(target.result)))));
      });
      assert.deepEqual(sizes, [0, 0, 0]);
    });

    on('what has outlived its time is gone, and a clock that was wrong lengthens nothing', async ({ page, open, made }) => {
      await narrative(page).fill(WORDS);
      await flush(page);
      const spread = (days) => page.evaluate(async (days) => {
        const request = indexedDB.open('fairnote-vault');
        await new Promise((done) => (request.onsuccess = done));
        const transaction = request.result.transaction('drafts', 'readwrite');
        transaction.objectStore('drafts').openCursor().onsuccess = ({ target }) => {
          if (!target.result) return;
          target.result.update({ ...target.result.value, expires: Date.now() + days * 86_400_000 });
          target.result.continue();
        };
        await new Promise((done) => (transaction.oncomplete = done));
        request.result.close();
      }, days);
      await spread(400);
      await page.reload();
      await button(page, /^Restore/).waitFor();
      const [{ until }] = await kept(page);
      assert.ok(new Date(until) - Date.now() <= 30 * 86_400_000);
      await spread(-1);
      await page.reload();
      await page.locator('html[data-started]').waitFor();
      assert.equal(await button(page, /^Restore/).count(), 0);
      assert.deepEqual(await kept(page), []);
    });

    on('a damaged entry is said, and the one before it is used if there is one', async (world) => {
      const { page, open } = world;
      const damage = (tab, all) => tab.evaluate(async (all) => {
        const request = indexedDB.open('fairnote-vault');
        await new Promise((done) => (request.onsuccess = done));
        const transaction = request.result.transaction('drafts', 'readwrite');
        const store = transaction.objectStore('drafts');
        store.getAll().onsuccess = ({ target }) => {
          const entries = target.result.sort((one, other) => other.version - one.version);
          for (const entry of all ? entries : entries.slice(0, 1)) {
            new Uint8Array(entry.sealed)[3] ^= 1;
            store.put(entry);
          }
        };
        await new Promise((done) => (transaction.oncomplete = done));
        request.result.close();
      }, all);
      await narrative(page).fill('The one before');
      await flush(page);
      await narrative(page).fill('The one after');
      await flush(page);
      await damage(page, false);
      await page.reload();
      await button(page, /^Restore/).click();
      await heading(page, 'Restored').waitFor();
      assert.equal(await narrative(page).inputValue(), 'The one before');
      await damage(page, true);
      await page.close();
      const again = await open();
      await heading(again, 'A draft can no longer be read').waitFor();
      assert.deepEqual(await kept(again), []);
    });

    on('a full disk or a window without a store is said, and the form still works', async ({ page, open, context, server }) => {
      await page.evaluate(() => {
        globalThis.put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = () => {
          throw new DOMException('full', 'QuotaExceededError');
        };
      });
      await narrative(page).fill(WORDS);
      await said(page, 'There is no room left on this device').waitFor();
      await assertAccessible(page, 'a full disk');
      // It goes on by itself as soon as there is room.
      await page.evaluate(() => (IDBObjectStore.prototype.put = globalThis.put));
      await heading(page, 'What you type is not being kept').waitFor({ state: 'detached' });
      assert.equal((await kept(page)).length, 1);
      await context.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }));
      const without = await open(undefined, 'elsewhere');
      await said(without, 'keeps nothing, as a private window').waitFor();
      await narrative(without).fill(WORDS);
      await submit(without);
      await heading(without, 'Record kept').waitFor();
      assert.equal(server.stored().length, 1);
    });

    on('a confirmed submit clears the draft; what goes is whole, with its key', async ({ page, server, open }) => {
      await narrative(page).fill(WORDS);
      await page.getByLabel('Pin').fill('1234');
      await submit(page);
      await heading(page, 'Record kept').waitFor();
      const [{ key, fields }] = server.stored();
      assert.match(key, /^[0-9a-f-]{36}$/);
      const sent = new Map(fields);
      assert.equal(sent.get('narrative'), WORDS);
      assert.equal(sent.get('pin'), '1234');
      assert.match(sent.get('__RequestVerificationToken'), /^token-/);
      assert.equal(sent.get('action'), 'submit', 'the button that was pressed');
      assert.equal(sent.get('idempotency_key'), key);
      assert.deepEqual(await kept(await open(page)), []);
    });

    on('without a connection it waits, can be closed, and is sent once', async ({ page, server, context, open }) => {
      await narrative(page).fill(WORDS);
      await context.setOffline(true);
      await submit(page);
      await heading(page, 'Not sent yet').waitFor();
      assert.ok((await told(page, 'offline')) >= 1);
      await assertAccessible(page, 'a post that waits');
      assert.deepEqual((await kept(page)).map(({ unsent }) => unsent).sort(), [false, true]);
      await page.close();
      await context.setOffline(false);
      const again = await open();
      await said(again, 'and no answer was seen').waitFor();
      assert.equal(server.posts.length, 0, 'after a visit it goes only when somebody says so');
      await button(again, 'Send it now').press('Enter');
      await heading(again, 'Record kept').waitFor();
      const [{ fields }] = server.stored();
      assert.equal(new Map(fields).get('narrative'), WORDS);
      assert.deepEqual(await kept(await open(again)), []);
    }, { everywhere: true });

    on('an answer that was lost does not make a second record', async ({ page, server }) => {
      server.fault('unanswered', 503, undefined);
      await narrative(page).fill(WORDS);
      await submit(page);
      await heading(page, 'Record kept').waitFor();
      assert.ok(server.posts.length >= 3);
      assert.equal(new Set(server.posts.map(({ key }) => key)).size, 1, 'one key for all attempts');
      assert.equal(server.stored().length, 1);
    }, { everywhere: true });

    on('pressing twice sends once; what changed meanwhile is neither sent nor lost', async ({ page, server }) => {
      server.fault('held', undefined);
      await narrative(page).fill(WORDS);
      await submit(page);
      await submit(page);
      await heading(page, 'Sending').waitFor();
      await narrative(page).press('End');
      await narrative(page).pressSequentially(' And more');
      server.release();
      await said(page, 'What you have changed since is not part of it').waitFor();
      assert.equal(server.posts.length, 1);
      await flush(page);
      assert.equal((await kept(page)).length, 1, 'the change is a draft');
    });

    on('a change after a lost answer waits for the first to be answered', async ({ page, server }) => {
      server.fault('unanswered');
      await narrative(page).fill('First');
      await submit(page);
      await heading(page, 'Not sent yet').waitFor();
      await narrative(page).fill('Second');
      server.fault(undefined);
      await submit(page);
      await said(page, 'What you have changed since is not part of it').waitFor();
      assert.deepEqual(server.stored().map(({ fields }) => new Map(fields).get('narrative')), ['First']);
    });

    on('the page that asks to sign in is not taken for a confirmation', async ({ page, server }) => {
      server.signedIn(false);
      await narrative(page).fill(WORDS);
      await submit(page);
      await said(page, 'You are no longer signed in').waitFor();
      assert.equal((await kept(page)).length, 2);
      server.signedIn(true);
      await button(page, 'Send it now').click();
      await heading(page, 'Record kept').waitFor();
      assert.equal(server.stored().length, 1);
    });

    on('what the server refuses is given back, and the next attempt has a key of its own', async ({ page, server }) => {
      server.fault(422, 409, 'form', undefined);
      await narrative(page).fill(WORDS);
      await submit(page);
      await said(page, 'Something in the form has to be changed').waitFor();
      await assertAccessible(page, 'a refusal');
      assert.deepEqual((await kept(page)).map(({ unsent }) => unsent), [false], 'the draft stays, nothing waits');
      await submit(page);
      await said(page, 'Somebody has changed this record').waitFor();
      await submit(page);
      // The form again, with status 200.
      await said(page, '(status 200)').waitFor();
      assert.equal((await kept(page)).length, 1);
      await button(page, 'Send it again and show').click();
      await heading(page, 'Record kept').waitFor();
      assert.equal(new Set(server.posts.map(({ key, fields }) => key ?? new Map(fields).get('idempotency_key'))).size, 4);
    });

    on('it is taken back only after a question, and is a draft again', async ({ page, server, open }) => {
      server.fault(503);
      await narrative(page).fill(WORDS);
      await submit(page);
      await heading(page, 'Not sent yet').waitFor();
      await page.close();
      const again = await open();
      await button(again, 'Take it back').click();
      await said(again, 'It may have arrived already').waitFor();
      await button(again, 'Take it back').click();
      await heading(again, 'Restored').waitFor();
      assert.equal(await narrative(again).inputValue(), WORDS);
      assert.deepEqual((await kept(again)).map(({ unsent }) => unsent), [false]);
    });

    on('the next page confirms what the browser itself sent', async ({ page, made, open }) => {
      // The form is posted by the browser, and so the answer is another page.
      await narrative(page).fill(WORDS);
      await submit(page);
      await page.waitForURL(/records|done/);
      const back = await open(page);
      await said(back, 'You had sent the form, and no answer was seen').waitFor();
      made.attributes = 'data-fairnote-confirmed="case-17/note-3"';
      const next = await open(page);
      assert.equal(await button(next, /^Restore/).count(), 0);
      assert.deepEqual(await kept(next), []);
    }, { everywhere: true, made: { options: { send: false } } });

    on('the end of the session is announced in time, put off with one key, and said when it has come', async ({ page, server, made, open }) => {
      await heading(page, 'You will soon be signed out').waitFor();
      await said(page, 'What you type is kept on this device either way').waitFor();
      assert.ok(await page.evaluate(() => document.activeElement === document.body), 'the focus is where it was');
      await assertAccessible(page, 'the end of the session');
      await button(page, 'Stay signed in').press('Enter');
      await heading(page, 'You will soon be signed out').waitFor({ state: 'detached' });
      assert.equal(await told(page, 'timeout'), 1);
      server.signedIn(false);
      // Not a page of its own: the server keeps showing forms to those it knows.
      made.options = { ...made.options, ends: 1 };
      server.signedIn(true);
      await heading(await open(page), 'You may have been signed out').waitFor();
    }, { made: { options: { ends: 19_000, session: { minutes: 1, keepAlive: '/keep-alive' } } } });

    on('whoever does not want it deletes the draft, and nothing is kept any more', async ({ page }) => {
      await narrative(page).fill(WORDS);
      await flush(page);
      await page.locator('summary', { hasText: 'kept on this device' }).click();
      await assertAccessible(page, 'what is kept, and where');
      await button(page, 'Delete the draft and stop').click();
      await said(page, 'The draft is deleted').waitFor();
      await narrative(page).pressSequentially(' more');
      await flush(page);
      assert.deepEqual(await kept(page), []);
    });

    on('a text that cannot be kept for a form is refused with the reason, and detaching leaves the page as it was', async ({ page }) => {
      const errors = await page.evaluate(() => [{}, { key: 'a' }, { key: 'a', user: 'b' }, { key: 'a', user: 'b', secret: 'short' }].map((options) => {
        const form = document.createElement('form');
        try {
          return globalThis.vault.vault(options.user && !options.secret ? document.body : form, options) && '';
        } catch (error) {
          return error.message;
        }
      }));
      assert.match(errors[0], /needs a key/);
      assert.match(errors[1], /needs a user/);
      assert.match(errors[2], /give it a form element/);
      assert.match(errors[3], /16 bytes or more/);
      await page.evaluate(() => globalThis.handle.detach());
      assert.equal(await page.locator('.fairnote-vault, [data-fairnote-idempotency]').count(), 0);
    });
  });
}

test('six rounds of the crash harness lose nothing and send nothing twice', { timeout: 180_000 }, async () => {
  for (const [only, rounds] of [['browser', 2], ['renderer', 1], ['send unanswered', 1], ['send answering', 1], ['send browser', 1]]) {
    const { faults, beyond, duplicates, missing, restored } = await crash({ rounds, only, seed: rounds });
    assert.deepEqual({ faults, beyond, duplicates, missing }, { faults: [], beyond: 0, duplicates: 0, missing: 0 }, only);
    assert.ok(restored > 20);
  }
});
