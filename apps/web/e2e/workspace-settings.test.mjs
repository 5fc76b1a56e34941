// Webhooks, schedules, limits and workers, as an owner sets them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { openBrowser, takeSteps, until } from './browser.mjs';
import { createPipeline, origin, readTemplate, url } from './stack.mjs';

const LIMIT = 90_000;

/** Adds a schedule for Mondays at six, and removes it. Resolves with when it runs next, as the page writes it. */
async function readNext(page, schedules, name) {
  await schedules.getByRole('combobox', { name: 'Pipeline' }).fill(name);
  await page.getByRole('option', { name }).click();
  await schedules.getByRole('button', { name: 'Add schedule' }).click();
  const row = schedules.locator('tr', { hasText: name });
  const next = await row.getByRole('cell').nth(2).innerText();
  await row.getByRole('button', { name: /^Remove/ }).click();
  await row.waitFor({ state: 'detached' });
  return next;
}

test('the settings of a workspace by gesture', async (t) => {
  const { browser, page } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  const section = (title) =>
    page.locator('section', { has: page.getByRole('heading', { name: title, exact: true }) });
  const name = `On new data ${Date.now()}`;
  await createPipeline(await readTemplate('objects-feature-extraction'), name);
  await page.goto(url);
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();

  await step('a webhook may not lead into this machine', async () => {
    const webhooks = section('Webhooks');
    await webhooks.getByLabel('Address').fill('http://127.0.0.1:9/hook');
    await webhooks.getByRole('button', { name: 'Add webhook' }).click();
    await webhooks
      .getByRole('alert')
      .filter({ hasText: /this machine|not allowed/ })
      .waitFor();
  });
  await step(
    'one that may is shown with its secret, for what was chosen, and removed',
    async () => {
      const webhooks = section('Webhooks');
      const address = `https://hooks.example.com/${Date.now()}`;
      await webhooks.getByLabel('Address').fill(address);
      await webhooks.getByLabel('succeeds').click();
      await webhooks.getByLabel('waits for a person').click();
      await webhooks.getByRole('button', { name: 'Add webhook' }).click();
      const row = webhooks.locator('tr', { hasText: address });
      await row.getByText('fails, waits for a person').waitFor();
      await row.getByText('none yet').waitFor();
      assert.match(await webhooks.locator('.account__secret').innerText(), /^whsec_\S{20,}$/);
      await assertAccessible(page);
      await row.getByRole('button', { name: `Remove ${address}` }).click();
      await row.waitFor({ state: 'detached' });
    },
  );
  await step('a pipeline runs again when its data has a new version', async () => {
    const schedules = section('Schedules');
    await schedules.getByRole('combobox', { name: 'Pipeline' }).fill(name);
    await page.getByRole('option', { name }).click();
    await schedules.getByRole('combobox', { name: 'Runs' }).click();
    await page.getByRole('option', { name: 'on new data' }).click();
    await schedules.getByRole('combobox', { name: 'Data set' }).click();
    await page.getByRole('option', { name: 'emoji-objects' }).click();
    await schedules.getByRole('button', { name: 'Add schedule' }).click();
    const row = schedules.locator('tr', { hasText: name });
    await row.getByText('when emoji-objects has a new version').waitFor();
    await row.getByRole('button', { name: /^Remove/ }).click();
    await row.waitFor({ state: 'detached' });
  });
  await step('dates and times are written as where the browser is, words are English', async () => {
    await page.reload();
    const american = await readNext(page, section('Schedules'), name);
    assert.match(american, /^[A-Z][a-z]{2} \d{1,2}, \d{4}, 6:00\sAM$/);
    const context = await browser.newContext({ locale: 'de-DE' });
    const german = await context.newPage();
    await german.goto(`${origin}/settings${new URL(url).hash}`);
    const heading = german.getByRole('heading', { name: 'Schedules', exact: true });
    const next = await readNext(german, german.locator('section', { has: heading }), name);
    assert.match(next, /^\d{1,2} [A-Z][a-z]{2,3} \d{4}, 06:00$/);
    await context.close();
  });
  await step('a limit is kept until it is taken away', async () => {
    const limits = section('Limits');
    const most = limits.getByLabel('Most runs at once');
    await most.fill('41');
    await limits.getByRole('button', { name: 'Save the limits' }).click();
    await limits.getByText(/of 41 runs under way/).waitFor();
    await page.reload();
    await limits.getByText(/of 41 runs under way/).waitFor();
    await most.fill('');
    await limits.getByRole('button', { name: 'Save the limits' }).click();
    await limits.getByText(/of 41 runs/).waitFor({ state: 'detached' });
  });
  await step('a worker is drained, and another one takes its place', async () => {
    await page.goto(`${origin}/workers`);
    const drain = page.getByRole('button', { name: /^Drain/ });
    await drain.first().waitFor();
    const before = await page.locator('tbody tr').first().innerText();
    await drain.first().click();
    await page.getByRole('cell', { name: 'Finishing' }).waitFor({ timeout: LIMIT });
    await page
      .getByRole('cell', { name: 'Finishing' })
      .waitFor({ state: 'detached', timeout: LIMIT });
    await drain.first().waitFor({ timeout: LIMIT });
    await until(
      page,
      'another worker',
      async () => (await page.locator('tbody tr').first().innerText()) !== before,
    );
  });
});
