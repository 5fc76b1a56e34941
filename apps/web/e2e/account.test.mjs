// Letting somebody in, logging in as them, tokens, and the workers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, takeSteps } from './browser.mjs';
import { createPipeline, origin, readTemplate, url } from './stack.mjs';

const PASSWORD = 'correct horse battery';

test('accounts', async (t) => {
  const { browser, page, faults } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  const name = `ada ${Date.now()}`;
  const context = await browser.newContext();
  const guest = await context.newPage();
  await page.goto(url);

  await step('an owner lets somebody in', async () => {
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Settings' }).click();
    const members = page.locator('section', { hasText: 'Members' }).first();
    await members.getByRole('textbox', { name: 'Name' }).fill(name);
    await members.getByLabel('First password').fill(PASSWORD);
    await members.getByRole('button', { name: 'Add' }).click();
    await members.getByRole('cell', { name, exact: true }).waitFor();
  });
  await step('a wrong password is refused with a sentence', async () => {
    await guest.goto(origin);
    await guest.getByRole('textbox', { name: 'Name' }).fill(name);
    await guest.locator('[autocomplete="current-password"]').fill('not the password');
    await guest.getByRole('button', { name: 'Log in' }).click();
    assert.match(await guest.getByRole('alert').innerText(), /password/i);
  });
  await step('the right one opens the workspace', async () => {
    await guest.locator('[autocomplete="current-password"]').fill(PASSWORD);
    await guest.getByRole('button', { name: 'Log in' }).click();
    await guest.locator('.template').first().waitFor();
    const [cookie] = await context.cookies();
    assert.equal(cookie.httpOnly && cookie.secure, true);
  });
  await step('a token is shown once and can be revoked', async () => {
    await guest.goto(`${origin}/settings`);
    const tokens = guest.locator('section', { hasText: 'API tokens' });
    await tokens.getByRole('textbox', { name: 'Name' }).fill('notebook');
    await tokens.getByRole('button', { name: 'Make a token' }).click();
    const secret = await tokens.locator('.account__secret').innerText();
    const ask = () =>
      fetch(`${origin}/api/v1/session`, { headers: { authorization: `Bearer ${secret}` } });
    assert.equal((await ask()).status, 200);
    await tokens.getByRole('button', { name: 'Revoke' }).click();
    await tokens
      .getByRole('cell', { name: 'notebook', exact: true })
      .waitFor({ state: 'detached' });
    assert.equal((await ask()).status, 401);
  });
  await step('only an administrator may drain a worker', async () => {
    await guest.goto(`${origin}/workers`);
    await guest.getByRole('columnheader', { name: 'Computes with' }).waitFor();
    assert.equal(await guest.getByRole('button', { name: /^Drain/ }).count(), 0);
    await page.goto(`${origin}/workers`);
    await page.getByRole('button', { name: /^Drain/ }).waitFor();
    await page.getByRole('cell', { name: /machine-of-tests$/ }).waitFor();
  });
  await step('a pipeline runs by itself once it is asked to', async () => {
    await createPipeline(await readTemplate('objects-feature-extraction'), `Weekly ${Date.now()}`);
    await page.goto(`${origin}/settings`);
    const schedules = page.locator('section', { hasText: 'Schedules' });
    await schedules.locator('input:not([type=hidden])').first().click();
    await page
      .getByRole('option', { name: /^Weekly/ })
      .first()
      .click();
    await schedules.getByRole('button', { name: 'Add schedule' }).click();
    await schedules.getByRole('cell', { name: /^0 6/ }).waitFor();
    await schedules.getByRole('button', { name: 'Remove' }).click();
    await schedules.getByRole('cell', { name: /^0 6/ }).waitFor({ state: 'detached' });
  });
  await step('logging out closes the door', async () => {
    await guest.getByRole('button', { name: /^Account of/ }).click();
    await guest.getByRole('menuitem', { name: 'Log out' }).click();
    await guest.getByRole('button', { name: 'Log in' }).waitFor();
    assert.equal(await guest.getByRole('navigation').count(), 0);
    assert.equal(await guest.getByText('Reconnecting').count(), 0);
  });
  assert.deepEqual(faults, []);
});
