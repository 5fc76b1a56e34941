// Each template of the start page, opened by a click: nothing is missing, and a run of it could begin.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, takeSteps } from './browser.mjs';
import { origin, url, waitForDataset } from './stack.mjs';

test('each template opens ready to run', async (t) => {
  for (const name of ['emoji-objects', 'emoji-names', 'digits']) await waitForDataset(name);
  const { browser, page, faults } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  await page.goto(url);
  const titles = page.locator('.template__title');
  await titles.first().waitFor();
  const plan = page.getByRole('dialog', { name: 'What will run?' });
  for (const title of await titles.allInnerTexts()) {
    await step(title, async () => {
      await page.goto(origin);
      await page.locator('.template', { has: page.getByText(title, { exact: true }) }).click();
      await page.locator('.react-flow__node').first().waitFor();
      await page.keyboard.press('p');
      await plan.locator('li[data-decision]').first().waitFor();
      assert.ok(await plan.getByRole('button', { name: 'Run', exact: true }).isEnabled());
      await page.keyboard.press('Escape');
      await plan.waitFor({ state: 'detached' });
    });
  }
  assert.deepEqual(faults, []);
});
