// A pipeline as its author's short form: choose, train, try; the graph stays out of sight and as it was.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card, openBrowser, saved, takeSteps, until } from './browser.mjs';
import { chooseFiles, nameEntries, readPictures, zipOf } from './files.mjs';
import { askApi, createPipeline, origin, readTemplate, url } from './stack.mjs';

const LIMIT = 180_000;

const asFile = (name, bytes) => ({ name, mimeType: 'image/png', buffer: Buffer.from(bytes) });

test('the app view by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  const chosen = page.getByLabel('Data set', { exact: true });
  const own = `own ${Date.now()}`;
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
    const pictures = [await readPictures('digits', '1', 16), await readPictures('digits', '7', 16)];
    await page.getByRole('button', { name: 'Add pictures by class' }).click();
    await page.getByText('Two classes at least').waitFor();
    for (const [place, label] of [
      [1, 'ones'],
      [2, 'sevens'],
    ]) {
      await page.getByLabel(`Name of class ${place}`).fill(label);
      const files = pictures[place - 1].map((bytes, at) => asFile(`${label}-${at}.png`, bytes));
      await page.getByLabel(`Pictures of class ${place}`).setInputFiles(files);
    }
    await page.getByLabel('Name of the data set').fill(own);
    await page.getByRole('button', { name: 'Use these pictures' }).click();
    await page.getByRole('group', { name: 'Pictures by class' }).waitFor({ state: 'detached' });
    await until(page, 'they are chosen', async () => (await chosen.inputValue()) === own);
  });
  await step('they are learned: the form says how far it is, and how well it went', async () => {
    const link = page.getByRole('link', { name: 'Everything about this run' });
    const last = await link.getAttribute('href');
    await page.getByLabel('Epochs').fill('12');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    const training = page.locator('section', { has: page.locator(`.app-run`) });
    const other = page.locator(`a:not([href="${last}"])`, {
      hasText: 'Everything about this run',
    });
    await other.waitFor();
    await training.locator('.state-chip', { hasText: 'Done' }).waitFor({ timeout: LIMIT });
    await training.locator('.app-run__score', { hasText: /^\d+\.\d %$/ }).waitFor();
    const runId = (await other.getAttribute('href')).split('/').at(-1);
    const { overrides } = await askApi('GET', `/runs/${runId}`);
    assert.deepEqual(overrides, { 'data.dataset': own, 'train.epochs': 12 });
  });
  await step('a picture of one’s own is answered by the names of one’s own', async () => {
    const [unseen] = (await readPictures('digits', '7', 17)).slice(16);
    const press = () => page.locator('.mantine-Dropzone-root').click();
    await chooseFiles(page, press, asFile('unseen.png', unseen));
    const bars = page.locator('.answer__bars li');
    await bars.first().waitFor({ timeout: LIMIT });
    const names = (await bars.allInnerTexts()).map((text) => /ones|sevens/.exec(text)?.[0]);
    assert.deepEqual(names.sort(), ['ones', 'sevens']);
  });
  await step('so are those of a zip, and the choice is there at once', async () => {
    const entries = {
      ...nameEntries('threes', await readPictures('digits', '3', 4)),
      ...nameEntries('fours', await readPictures('digits', '4', 4)),
    };
    const zipped = `zipped ${Date.now()}`;
    await page.getByRole('button', { name: 'Import a folder, zip or table' }).click();
    const dialog = page.getByRole('dialog');
    const press = () => dialog.locator('.dropzone').click();
    await chooseFiles(page, press, zipOf(`${zipped}.zip`, entries));
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await until(page, 'they are chosen', async () => (await chosen.inputValue()) === zipped);
  });
  assert.deepEqual(faults, [], 'the pages complained');
});
