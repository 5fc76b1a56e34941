// What people do with a graph, by gesture.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  card,
  drag,
  middleOfPath,
  openBrowser,
  saved,
  selectCards,
  takeSteps,
  until,
} from './browser.mjs';
import { createPipeline, origin, readTemplate, url } from './stack.mjs';

const wire = (page, id) => page.getByTestId(`rf__edge-${id}`);
const transform = (page, id) => card(page, id).evaluate((node) => node.style.transform);

async function openTemplate(page) {
  const graph = await readTemplate('objects-feature-extraction');
  const id = await createPipeline(graph, `Editing ${Date.now()}`);
  await page.goto(`${origin}/pipelines/${id}${new URL(url).hash}`);
  await card(page, 'train').waitFor();
}

test('editing by gesture', async (t) => {
  const { browser, page } = await openBrowser({ width: 1600, height: 1000 });
  t.after(() => browser.close());
  const step = takeSteps(t);
  await openTemplate(page);
  const cards = page.locator('.react-flow__node');

  await step(
    'deleting a node joins what it stood between; undo brings all of it back',
    async () => {
      await card(page, 'freeze').locator('.card__title').click();
      await page.keyboard.press('Delete');
      await card(page, 'freeze').waitFor({ state: 'detached' });
      await wire(page, 'base.model>head.model').waitFor({ state: 'attached' });
      await page.keyboard.press('Control+z');
      await card(page, 'freeze').waitFor();
      await wire(page, 'base.model>head.model').waitFor({ state: 'detached' });
    },
  );
  await step('deleting several nodes is one step, and so is its undo', async () => {
    const wires = page.locator('.react-flow__edge');
    const [nodesBefore, wiresBefore] = [await cards.count(), await wires.count()];
    await selectCards(page, 'base', 'train', 'register');
    await page.keyboard.press('Delete');
    await until(page, 'three less', async () => (await cards.count()) === nodesBefore - 3);
    assert.ok((await wires.count()) < wiresBefore);
    await page.keyboard.press('Control+z');
    await until(page, 'all are back', async () => (await wires.count()) === wiresBefore);
    assert.equal(await cards.count(), nodesBefore);
    await page.keyboard.press('Control+Shift+z');
    await until(page, 'three less', async () => (await cards.count()) === nodesBefore - 3);
    await page.keyboard.press('Control+z');
    await until(page, 'all are back', async () => (await wires.count()) === wiresBefore);
  });
  await step('a node dropped on a wire goes into it', async () => {
    const count = await cards.count();
    await page.getByText('All nodes').click();
    const path = wire(page, 'freeze.model>head.model').locator('.react-flow__edge-interaction');
    const kind = page.locator('.palette__item[data-kind="reinitialise-layers"]');
    await drag(page, kind, await middleOfPath(path));
    await cards.nth(count).waitFor();
    await wire(page, 'freeze.model>head.model').waitFor({ state: 'detached' });
    await wire(page, 'freeze.model>reinitialise-layers.model').waitFor({ state: 'attached' });
    await wire(page, 'reinitialise-layers.model>head.model').waitFor({ state: 'attached' });
    await page.keyboard.press('Control+z');
    await wire(page, 'freeze.model>head.model').waitFor({ state: 'attached' });
  });
  await step('so does one that lay beside it', async () => {
    await page.locator('.palette__item[data-kind="reinitialise-layers"]').click();
    const added = card(page, 'reinitialise-layers');
    await added.waitFor();
    const path = wire(page, 'freeze.model>head.model').locator('.react-flow__edge-interaction');
    await drag(page, added.locator('.card__title'), await middleOfPath(path));
    await wire(page, 'freeze.model>reinitialise-layers.model').waitFor({ state: 'attached' });
    await wire(page, 'reinitialise-layers.model>head.model').waitFor({ state: 'attached' });
    await page.keyboard.press('Delete');
    await added.waitFor({ state: 'detached' });
    await wire(page, 'freeze.model>head.model').waitFor({ state: 'attached' });
  });
  await step('a click on a block of the layer picture freezes up to it', async () => {
    await card(page, 'freeze').locator('.card__title').click();
    const layers = page.getByRole('region', { name: 'Layers by block' });
    await layers.getByRole('button', { name: /^block3a/ }).click();
    await layers.getByRole('button', { name: /^block3a.*frozen/, pressed: true }).waitFor();
    await layers.getByRole('button', { name: /^block3b.*trainable/ }).waitFor();
    const field = page.getByRole('combobox', { name: 'Up to layer' });
    assert.equal(await field.inputValue(), 'block3a, all of it');
    await page.keyboard.press('Control+z');
    await layers.getByRole('button', { name: /^block3b.*frozen/ }).waitFor();
  });
  await step('a note is written in Markdown, stays over a reload, and goes', async () => {
    await page.keyboard.press('n');
    const field = page.getByLabel('Text of the note, in Markdown');
    await field.fill('**Frozen** because there are few pictures');
    await field.press('Escape');
    await page.locator('.note strong', { hasText: 'Frozen' }).waitFor();
    await saved(page);
    await page.reload();
    await page.locator('.note strong', { hasText: 'Frozen' }).click();
    await page.keyboard.press('Delete');
    await page.locator('.note').waitFor({ state: 'detached' });
  });
  await step('several nodes line up', async () => {
    await page.keyboard.press('Escape');
    await card(page, 'evaluate').locator('.card__title').click();
    await card(page, 'register')
      .locator('.card__title')
      .click({ modifiers: ['Shift'] });
    await page.getByRole('button', { name: 'Align left edges' }).click();
    const place = async (id) => /translate\(([-\d.]+)px/.exec(await transform(page, id))?.[1];
    assert.equal(await place('evaluate'), await place('register'));
  });
  await step('nodes are copied into another pipeline', async () => {
    await page.keyboard.press('Control+c');
    const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
    assert.deepEqual(copied.nodes.map(({ id }) => id).sort(), ['evaluate', 'register']);
    await saved(page);
    await page.goto(origin);
    await page.getByRole('button', { name: 'New pipeline' }).click();
    await page.locator('.canvas').waitFor();
    await page.keyboard.press('Control+v');
    await card(page, 'evaluate').waitFor();
    await card(page, 'register').waitFor();
    await wire(page, 'evaluate.report>register.report').waitFor({ state: 'attached' });
  });
  await step('double-click searches for a node to add', async () => {
    // Near the left edge there is no card, before and after the view has moved to what was pasted.
    const { x, y } = await page.locator('.canvas').boundingBox();
    await page.mouse.dblclick(x + 40, y + 40);
    await page.getByLabel('Search nodes to add').fill('split');
    await page.keyboard.press('Enter');
    await card(page, 'split').waitFor();
  });
  await step('so does Tab, where the canvas was clicked', async () => {
    const { x, y, height } = await page.locator('.canvas').boundingBox();
    await page.mouse.click(x + 40, y + 0.6 * height);
    await page.keyboard.press('Tab');
    await page.getByLabel('Search nodes to add').fill('freeze');
    await page.keyboard.press('Enter');
    await card(page, 'freeze-layers').waitFor();
  });
  await step('and Space, wherever the keys of the canvas work', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Space');
    await page.getByLabel('Search nodes to add').fill('add head');
    await page.keyboard.press('Enter');
    await card(page, 'add-head').waitFor();
  });
  await step('? shows every key', async () => {
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Delete, and close the gap').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
  await step('F1 opens the help of the selected node, and every key where none is', async () => {
    await selectCards(page, 'add-head');
    await page.getByLabel('Name of the node').click();
    await page.keyboard.press('F1');
    const help = page.locator('.inspector__help[open]');
    await help.locator('summary:focus', { hasText: 'About Add head' }).waitFor();
    await help.locator('.markdown p').first().waitFor();
    await selectCards(page);
    await page.keyboard.press('F1');
    await page.getByRole('dialog').getByText('Help with the selected node').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
  await step('nodes that are added where all is full end in sight, and cover nothing', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await openTemplate(page);
    const scale = () =>
      page
        .locator('.react-flow__viewport')
        .evaluate((view) => new DOMMatrix(getComputedStyle(view).transform).a);
    const zoom = await scale();
    const kind = page.locator('.palette__item[data-kind="evaluate"]');
    for (let count = await cards.count(); count < 16; count += 1) {
      await kind.click();
      await cards.nth(count).waitFor({ state: 'attached' });
      const added = page.locator('.react-flow__node.selected');
      await until(page, `number ${count} is in sight`, () => isInSight(page, added));
      assert.equal(await countCovered(page, added), 0, `number ${count}`);
    }
    assert.equal(await scale(), zoom);
    await page.getByRole('button', { name: 'Add a node' }).click();
    await page.getByLabel('Search nodes to add').fill('split');
    await page.keyboard.press('Enter');
    const added = page.locator('.react-flow__node.selected');
    await until(page, 'the found one is in sight', () => isInSight(page, added));
    assert.equal(await countCovered(page, added), 0);
  });
});

/** Whether all of a card lies on the canvas, beside the inspector. */
async function isInSight(page, added) {
  if ((await added.count()) !== 1) return false;
  const [box, canvas] = [await added.boundingBox(), await page.locator('.canvas').boundingBox()];
  const inspector = await page.locator('.inspector').boundingBox();
  const right = Math.min(canvas.x + canvas.width, inspector?.x ?? Infinity);
  return (
    box.x >= canvas.x &&
    box.y >= canvas.y &&
    box.x + box.width <= right &&
    box.y + box.height <= canvas.y + canvas.height
  );
}

/** How many cards lie below or above one. */
async function countCovered(page, added) {
  const one = await added.boundingBox();
  const others = await page.locator('.react-flow__node:not(.selected)').all();
  const boxes = await Promise.all(others.map((other) => other.boundingBox()));
  return boxes.filter(
    (box) =>
      box.x < one.x + one.width &&
      one.x < box.x + box.width &&
      box.y < one.y + one.height &&
      one.y < box.y + box.height,
  ).length;
}
