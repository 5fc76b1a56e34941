// A pipeline as its author's short form: choose, train, try; the graph stays out of sight and as it was.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card, openBrowser, saved, takeSteps, until } from './browser.mjs';
import { askApi, createPipeline, origin, readTemplate, url } from './stack.mjs';

const LIMIT = 180_000;

test('the app view by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  const graph = { ...(await readTemplate('objects-feature-extraction')), exposed: [] };
  const pipelineId = await createPipeline(graph, `App view ${Date.now()}`);

  await step('the author chooses what it asks for', async () => {
    await page.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
    for (const [node, field] of [
      ['data', 'Data set'],
      ['train', 'Epochs'],
    ]) {
      await card(page, node).locator('.card__title').click();
      const toggle = page.getByRole('button', { name: `${field}: show in the app view` });
      await toggle.click();
      await page
        .locator('[aria-pressed=true]', { has: page.locator('svg') })
        .first()
        .waitFor();
    }
    await saved(page);
    await page.getByRole('button', { name: 'More about this pipeline' }).click();
    await page.getByRole('menuitem', { name: 'App view' }).click();
    await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  });
  await step('a bad number is refused on its field', async () => {
    await page.getByLabel('Epochs').fill('0');
    await page.locator('.mantine-InputWrapper-error', { hasText: 'at least 1' }).waitFor();
    assert.ok(await page.getByRole('button', { name: 'Train', exact: true }).isDisabled());
    await page.getByLabel('Epochs').fill('3');
  });
  await step('it trains with what was chosen, and the draft stays as it was', async () => {
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.locator('.app-run__score').waitFor({ timeout: LIMIT });
    const { runs } = await askApi('GET', '/runs?limit=20');
    const { runId } = runs.find((run) => run.pipelineId === pipelineId);
    assert.deepEqual((await askApi('GET', `/runs/${runId}`)).overrides, { 'train.epochs': 3 });
    const { draft } = await askApi('GET', `/pipelines/${pipelineId}`);
    assert.equal(draft.nodes.find(({ id }) => id === 'train').params.epochs, 20);
  });
  await step('the model is tried on the same page', async () => {
    await page.locator('.try-these button').first().click();
    await page.locator('.answer__bars li').first().waitFor({ timeout: LIMIT });
  });
  await step('pictures of one’s own come class by class, and are chosen', async () => {
    const picture = await page.screenshot({ type: 'png' });
    const own = `own ${Date.now()}`;
    await page.getByRole('button', { name: 'Add pictures by class' }).click();
    await page.getByText('Two classes at least').waitFor();
    for (const [place, label] of [
      [1, 'cats'],
      [2, 'dogs'],
    ]) {
      await page.getByLabel(`Name of class ${place}`).fill(label);
      const file = { name: 'a.png', mimeType: 'image/png', buffer: picture };
      await page.getByLabel(`Pictures of class ${place}`).setInputFiles([file, file]);
    }
    await page.getByLabel('Name of the data set').fill(own);
    await page.getByRole('button', { name: 'Use these pictures' }).click();
    await page.getByRole('group', { name: 'Pictures by class' }).waitFor({ state: 'detached' });
    const chosen = page.getByLabel('Data set', { exact: true });
    await until(page, 'they are chosen', async () => (await chosen.inputValue()) === own);
  });
  assert.deepEqual(faults, [], 'the pages complained');
});
