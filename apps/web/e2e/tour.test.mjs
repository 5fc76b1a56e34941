// The tour of the editor, offered once, by keyboard and again from the menu.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, takeSteps } from './browser.mjs';
import { createPipeline, origin, readTemplate, url } from './stack.mjs';

test('a newcomer is shown around', async (t) => {
  const { browser, page, faults } = await openBrowser({ still: true });
  t.after(() => browser.close());
  const step = takeSteps(t);
  const invitation = page.getByRole('button', { name: 'Take the tour' });
  const shown = page.getByRole('dialog');
  const graph = await readTemplate('objects-feature-extraction');
  const pipelineId = await createPipeline(graph, `Shown around ${Date.now()}`);
  const open = async () => {
    await page.goto(`${origin}/pipelines/${pipelineId}`);
    await page.locator('.card').first().waitFor();
  };

  await step('the tour is offered and goes through the parts of the editor', async () => {
    await page.goto(url);
    await page.locator('.template').first().waitFor();
    await open();
    await invitation.focus();
    await page.keyboard.press('Enter');
    for (const title of ['What a pipeline is made of', 'The canvas', 'What a node does', 'Run']) {
      await shown.getByText(title, { exact: true }).waitFor();
      await page.keyboard.press('ArrowRight');
    }
    await shown.getByText('5 of 5').waitFor();
    await shown.getByRole('button', { name: 'Done' }).press('Enter');
    await shown.waitFor({ state: 'detached' });
  });
  await step('it is not offered again', async () => {
    await open();
    assert.equal(await invitation.count(), 0);
  });
  await step('the menu starts it once more, and Escape ends it', async () => {
    await page.getByRole('button', { name: 'More about this pipeline' }).click();
    await page.getByRole('menuitem', { name: 'Tour' }).click();
    await shown.getByText('1 of 5').waitFor();
    await page.keyboard.press('Escape');
    await shown.waitFor({ state: 'detached' });
  });
  assert.deepEqual(faults, []);
});
