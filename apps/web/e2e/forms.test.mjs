// Widgets of the form: pickers with pictures, class chips, sliders, help, errors, defaults; each change can be undone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import {
  card,
  drag,
  middleOf,
  middleOfPath,
  openBrowser,
  saved,
  selectCards,
  takeSteps,
  until,
} from './browser.mjs';
import { createPipeline, origin, readTemplate, url, waitForDataset } from './stack.mjs';

const wire = (page, id) => page.getByTestId(`rf__edge-${id}`);

/** True once pictures are drawn, not only asked for. */
function areDrawn(pictures) {
  return pictures.evaluateAll(
    (drawn) =>
      drawn.length > 0 && drawn.every(({ complete, naturalWidth }) => complete && naturalWidth > 0),
  );
}

test('forms by gesture', async (t) => {
  await waitForDataset('digits');
  const { browser, page, faults } = await openBrowser({ width: 1600, height: 1000 });
  t.after(() => browser.close());
  const step = takeSteps(t);
  const graph = await readTemplate('objects-feature-extraction');
  const pipelineId = await createPipeline(graph, `Filled in ${Date.now()}`);
  await page.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
  await card(page, 'train').waitFor();
  const field = (name) => page.locator(`#field-${name}`);
  const row = (name) => page.locator('.field', { has: field(name) });
  const becomes = (name, value) =>
    until(page, `${name} is ${value}`, async () => (await field(name).inputValue()) === value);
  const undo = () => page.keyboard.press('Control+z');

  await step('a data set is chosen by its pictures, and undo takes the choice back', async () => {
    await selectCards(page, 'data');
    await until(page, 'its pictures', () => areDrawn(row('dataset').locator('.thumbs img')));
    await field('dataset').click();
    const option = page.getByRole('option', { name: /^digits/ });
    const thumbs = option.locator('.thumbs img');
    await until(page, 'four pictures', async () => (await thumbs.count()) === 4);
    await until(page, 'pictures in the list', () => areDrawn(thumbs));
    await assertAccessible(page);
    await option.click();
    await becomes('dataset', 'digits');
    await card(page, 'data')
      .locator('.card__summary', { hasText: '10 classes' })
      .waitFor({ state: 'attached' });
    await page.getByRole('heading', { name: 'What comes out' }).click();
    await undo();
    await becomes('dataset', 'emoji-objects');
  });
  await step('what is typed into a field is one step of undo', async () => {
    await selectCards(page, 'train');
    await field('epochs').fill('');
    await field('epochs').pressSequentially('33');
    await becomes('epochs', '33');
    await card(page, 'train').click();
    await undo();
    await becomes('epochs', '20');
    await page.keyboard.press('Control+Shift+z');
    await becomes('epochs', '33');
  });
  await step('a number that can’t be is refused on the field, with the reason', async () => {
    await field('epochs').fill('0');
    await row('epochs').locator('.mantine-InputWrapper-error', { hasText: 'at least 1' }).waitFor();
    assert.equal(await field('epochs').getAttribute('aria-invalid'), 'true');
    await page.getByRole('button', { name: 'Epochs: back to the default' }).click();
    await row('epochs').locator('.mantine-InputWrapper-error').waitFor({ state: 'detached' });
    await page
      .getByRole('button', { name: 'Epochs: back to the default' })
      .waitFor({ state: 'detached' });
  });
  await step('help stands below a title; the pointer over it learns the limits', async () => {
    await row('epochs').locator('.mantine-InputWrapper-description').waitFor();
    const { x, y } = await middleOf(row('epochs').getByText('Epochs', { exact: true }));
    await page.mouse.move(x - 4, y);
    await page.mouse.move(x, y, { steps: 4 });
    await page.getByRole('tooltip', { name: /^From 1 to .* Default: \d+$/ }).waitFor();
    await page.mouse.move(x, y + 300, { steps: 4 });
    await page.getByRole('tooltip').waitFor({ state: 'detached' });
  });
  await step('so does the pointer over a kind of node and over a port', async () => {
    await page.locator('.palette__item[data-kind="split"]').hover();
    await page.getByRole('tooltip', { name: /^Divides a data set/ }).waitFor();
    const title = await page
      .locator('.source[data-nodeid="split"][data-handleid="train"]')
      .getAttribute('title');
    assert.equal(title, 'Train: dataset');
  });
  await step('a learning rate is pulled over powers of ten, in one step of undo', async () => {
    const before = await field('learningRate').inputValue();
    const thumb = page.getByRole('slider', { name: 'Learning rate' });
    const { x, y } = await middleOf(thumb);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 60, y, { steps: 6 });
    await page.mouse.up();
    await until(page, 'a tenth or less', async () => {
      return Number(await field('learningRate').inputValue()) <= Number(before) / 10;
    });
    await undo();
    await becomes('learningRate', before);
  });
  await step('a layer is found by typing a part of its name', async () => {
    await selectCards(page, 'freeze');
    await field('layer').click();
    await field('layer').fill('block2a');
    const layer = page.getByRole('option', { name: 'block2a, all of it' });
    await layer.waitFor();
    await assertAccessible(page);
    await layer.click();
    await becomes('layer', 'block2a, all of it');
    await undo();
  });
  const chips = row('classes').locator('.mantine-TagsInput-pill');
  const chip = (name) => chips.filter({ hasText: name });
  await step('classes are chosen as chips from those that arrive', async () => {
    await page.getByText('All nodes').click();
    const path = wire(page, 'data.dataset>split.dataset').locator('.react-flow__edge-interaction');
    await drag(
      page,
      page.locator('.palette__item[data-kind="filter-classes"]'),
      await middleOfPath(path),
    );
    await wire(page, 'filter-classes.dataset>split.dataset').waitFor({ state: 'attached' });
    await field('classes').click();
    const classes = page.getByRole('option');
    const names = await classes.allInnerTexts();
    assert.equal(names.length, 8);
    await assertAccessible(page);
    await classes.filter({ hasText: names[0] }).click();
    await chip(names[0]).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'What comes out' }).click();
    await undo();
    await chip(names[0]).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+z');
    await chip(names[0]).locator('button').click();
    await chip(names[0]).waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'What comes out' }).click();
    await undo();
    await chip(names[0]).waitFor();
    await field('classes').click();
    await classes.filter({ hasText: names[1] }).click();
    await card(page, 'filter-classes')
      .locator('.card__summary', { hasText: '6 classes' })
      .waitFor({ state: 'attached' });
  });
  await step('one that does not exist is an error on the field, mended in one press', async () => {
    await field('classes').pressSequentially('no such class');
    await page.keyboard.press('Enter');
    const error = row('classes').locator('.mantine-InputWrapper-error', {
      hasText: 'no such class',
    });
    await error.waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Use "/ }).click();
    await error.waitFor({ state: 'detached' });
    await undo();
    await error.waitFor();
  });
  await step('classes of a head that are not those of the data set are taken from it', async () => {
    await undo();
    await selectCards(page, 'head');
    await field('classes').click();
    await field('classes').pressSequentially('apples');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    const mend = page.getByRole('button', { name: 'Take the classes of the data set' }).first();
    await mend.click();
    await mend.waitFor({ state: 'detached' });
    assert.equal(await chips.count(), 0);
  });
  const where = page.getByRole('region', { name: 'Where it runs' });
  const labels = page.locator('#worker-labels');
  const label = where.locator('.mantine-TagsInput-pill', { hasText: 'machine-of-tests' });
  const refusal = where.locator('.mantine-InputWrapper-error');
  await step('a label that can’t be one is refused on the field, with what can be', async () => {
    await selectCards(page, 'data');
    assert.equal(await where.count(), 0);
    await selectCards(page, 'train');
    await labels.click();
    await labels.pressSequentially('Lab 2');
    await page.keyboard.press('Enter');
    await refusal.filter({ hasText: 'small letters, digits' }).waitFor();
    assert.equal(await where.locator('.mantine-TagsInput-pill').count(), 0);
  });
  await step(
    'labels of the workers that are connected are offered; undo takes one back',
    async () => {
      await labels.pressSequentially('machine');
      await page.getByRole('option', { name: 'machine-of-tests' }).click();
      await label.waitFor();
      await refusal.waitFor({ state: 'detached' });
      await page.keyboard.press('Escape');
      await card(page, 'train')
        .locator('.card__labels', { hasText: 'machine-of-tests' })
        .waitFor({ state: 'attached' });
      await assertAccessible(page);
      await page.getByRole('heading', { name: 'What comes out' }).click();
      await undo();
      await label.waitFor({ state: 'detached' });
      await page.keyboard.press('Control+Shift+z');
      await label.waitFor();
    },
  );
  await step('that no worker has a label is said before anything runs', async () => {
    await labels.click();
    await labels.pressSequentially('far-away');
    await page.keyboard.press('Enter');
    await where.getByText('No worker that is connected has these labels').waitFor();
    await page.keyboard.press('Escape');
    await assertAccessible(page);
    const far = where.locator('.mantine-TagsInput-pill', { hasText: 'far-away' });
    await far.locator('button').click();
    await where.getByText('No worker that is connected').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
  });
  await step('what a node asks for is there after the page is loaded again', async () => {
    await saved(page);
    await page.reload();
    await selectCards(page, 'train');
    await label.waitFor();
  });
  assert.deepEqual(faults, []);
});
