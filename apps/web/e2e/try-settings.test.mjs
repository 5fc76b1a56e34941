// Which settings are tried: each field of the pipeline with what its kind of values is typed or chosen in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { card, openBrowser, saved, takeSteps, until, watchFaults } from './browser.mjs';
import { cancelRuns, createPipeline, origin, readTemplate, url, waitForDataset } from './stack.mjs';

/** Presses what starts them; resolves with what the page asked the API to vary. */
async function start(page, dialog) {
  const asking = page.waitForRequest((each) => {
    return each.method() === 'POST' && each.url().endsWith('/api/v1/runs');
  });
  await dialog.getByRole('button', { name: 'Try them' }).click();
  const { vary } = (await asking).postDataJSON();
  await page.locator('.run-link').waitFor();
  return vary;
}

async function openDialog(page) {
  await page.getByRole('button', { name: 'More ways to run' }).click();
  await page.getByRole('menuitem', { name: 'Try settings, repeat' }).click();
  return page.getByRole('dialog', { name: 'Try settings' });
}

test('settings to try by gesture', async (t) => {
  await waitForDataset('digits');
  const { browser, page, faults } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  const graph = await readTemplate('objects-feature-extraction');
  const pipelineId = await createPipeline(graph, `Tried ${Date.now()}`);
  t.after(() => cancelRuns(pipelineId));
  await page.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
  await card(page, 'train').waitFor();
  await saved(page);
  const dialog = await openDialog(page);
  const values = dialog.getByLabel('Values', { exact: true });
  const pills = dialog.locator('.mantine-TagsInput-pill');
  const go = dialog.getByRole('button', { name: 'Try them' });
  const vary = async (field) => {
    await dialog.getByRole('combobox', { name: 'Vary' }).click();
    await page.getByRole('option', { name: field, exact: true }).first().click();
  };

  await step('numbers are a list; one that can’t be is refused with the reason', async () => {
    await vary('Epochs');
    await values.pressSequentially('5');
    await page.keyboard.press('Enter');
    await values.pressSequentially('0,');
    await dialog.getByText('0 must be at least 1.').waitFor();
    assert.ok(await go.isDisabled());
    await assertAccessible(page);
    await pills.filter({ hasText: /^0$/ }).locator('button').click();
    await dialog.getByText('0 must be at least 1.').waitFor({ state: 'detached' });
    assert.ok(await go.isDisabled(), 'one value is none to compare with');
    // Nobody has to press Enter after the last one.
    await values.pressSequentially('9');
    await dialog.getByText('2 trainings').waitFor();
    assert.ok(await go.isEnabled());
  });
  await step('another field begins anew; a range by equal factors is filled in', async () => {
    await vary('Learning rate');
    assert.equal(await pills.count(), 0);
    await dialog.getByRole('button', { name: 'Fill in a range' }).click();
    await dialog.getByLabel('From').fill('1e-4');
    await dialog.getByLabel('To', { exact: true }).fill('0.01');
    await dialog.getByLabel('How many').fill('3');
    assert.ok(await dialog.getByLabel('By equal factors').isChecked());
    await assertAccessible(page);
    await dialog.getByRole('button', { name: 'Add them' }).click();
    await until(page, 'three of them', async () => (await pills.count()) === 3);
    assert.deepEqual(await pills.allInnerTexts(), ['0.0001', '0.001', '0.01']);
  });
  await step('data sets are chosen by their pictures', async () => {
    await vary('Data set');
    await dialog.locator('.mantine-MultiSelect-input').click();
    const option = page.getByRole('option', { name: /^digits/ });
    await option.locator('.thumbs img').nth(3).waitFor();
    await option.click();
    await page.getByRole('option', { name: /^emoji-objects/ }).click();
    await page.keyboard.press('Escape');
    const chosen = dialog.locator('.mantine-MultiSelect-pill');
    assert.deepEqual((await chosen.allInnerTexts()).sort(), ['digits', 'emoji-objects']);
    await assertAccessible(page);
  });
  await step('lists have the widget of their field, once for each', async () => {
    await vary('Hidden layers');
    const another = dialog.getByRole('button', { name: 'Another value' });
    await another.click();
    await another.click();
    await dialog.getByLabel('Value 2', { exact: true }).pressSequentially('64');
    await page.keyboard.press('Enter');
    await dialog.getByText('2 trainings').waitFor();
    await assertAccessible(page);
    await dialog.getByRole('button', { name: 'Remove value 1' }).click();
    await dialog.getByText('1 training', { exact: true }).waitFor();
  });
  await step('choices are chips, and those that are pressed are tried', async () => {
    await vary('Optimiser');
    const chip = (name) => dialog.getByRole('checkbox', { name, exact: true });
    for (const name of ['Adam', 'Sgd', 'Rmsprop']) await chip(name).press('Space');
    await chip('Sgd').press('Space');
    await dialog.getByText('2 trainings').waitFor();
    await assertAccessible(page);
    assert.deepEqual(await start(page, dialog), {
      ...{ field: 'train.optimiser', values: ['adam', 'rmsprop'], repeats: 1 },
      registerBest: false,
    });
  });
  await step('in a German browser numbers are typed as there', async () => {
    const context = await browser.newContext({ locale: 'de-DE' });
    const german = await context.newPage();
    const complaints = watchFaults(german);
    await german.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
    await card(german, 'train').waitFor();
    const asked = await openDialog(german);
    await asked.getByRole('combobox', { name: 'Vary' }).click();
    await german.getByRole('option', { name: 'Learning rate', exact: true }).click();
    await asked.getByLabel('Values', { exact: true }).pressSequentially('0,0001; 0,0025;3e-4');
    await asked.locator('.mantine-TagsInput-pill', { hasText: /^0,0025$/ }).waitFor();
    const { field, values: numbers } = await start(german, asked);
    assert.deepEqual([field, numbers], ['train.learningRate', [0.0001, 0.0025, 3e-4]]);
    assert.deepEqual(complaints, []);
    await context.close();
  });
  assert.deepEqual(faults, []);
});
