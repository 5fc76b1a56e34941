// The worker is killed in the middle of a training while a person watches, and the tab is closed; the run ends all the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser } from './browser.mjs';
import { origin, url } from './stack.mjs';

const LIMIT = 240_000;

test('a run outlives the closed tab and the killed worker, with all its history', async (t) => {
  const pid = Number(process.env.GRAFT_WORKER_PID);
  assert.ok(pid > 0, 'set GRAFT_WORKER_PID');
  const { browser, context, page } = await openBrowser();
  t.after(() => browser.close());
  await page.goto(url);
  await page.locator('.template', { hasText: 'Fine-tune' }).first().click();
  await page.locator('[data-id="train"]').waitFor();
  await page.locator('[data-id="train"] .card__title').click();
  // Longer than the time between checkpoints, on fast machines too.
  await page.getByLabel('Epochs', { exact: true }).fill('200');
  // Another seed each time, so that nothing is reused from the last try.
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByLabel('Seed', { exact: true }).fill(String(1 + (Date.now() % 100_000)));
  await page.locator('.run-button').click();
  await page.locator('.running-step', { hasText: /epoch [1-9]/ }).waitFor({ timeout: LIMIT });
  const id = (await page.locator('.run-link').getAttribute('href'))?.split('/').at(-1);
  await page.getByRole('tab', { name: 'Log' }).click();
  const lines = page.getByRole('listitem');
  await lines.filter({ hasText: 'Checkpoint kept' }).first().waitFor({ timeout: LIMIT });
  process.kill(pid, 'SIGKILL');
  await lines.filter({ hasText: 'the one before was cut off' }).waitFor({ timeout: LIMIT });
  await lines.filter({ hasText: 'It goes on where it was last kept' }).waitFor({ timeout: LIMIT });
  await page.locator('[data-id="train"] .state-chip').hover();
  const hint = page.getByRole('tooltip').filter({ hasText: 'the one before was cut off' });
  await hint.waitFor();
  await page.close();

  const again = await context.newPage();
  await again.goto(`${origin}/runs/${id}`);
  await again.locator('.run__facts', { hasText: 'Done' }).waitFor({ timeout: LIMIT });
  await again.locator('.report__score').waitFor();
  await again.locator('.curves').waitFor();
  await again.locator('.notes', { hasText: 'It goes on where it was last kept' }).waitFor();
});
