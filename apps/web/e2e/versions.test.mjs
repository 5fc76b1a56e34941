// What the history says of moved, removed and changed things; and the layer picture as a way to choose.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertRingInSight,
  card,
  drag,
  dragBy,
  isAt,
  openBrowser,
  placeOf,
  restingMiddleOfPath,
  saved,
  selectCards,
  takeSteps,
  until,
} from './browser.mjs';
import { askApi, createPipeline, origin, readTemplate, url } from './stack.mjs';

const wire = (page, id) => page.getByTestId(`rf__edge-${id}`);

/** A learning rate is shown with a comma, and typed with one it is what it says. */
async function assertRate(german) {
  await card(german, 'train').locator('.card__title').click();
  const rate = german.locator('#field-learningRate');
  assert.match(await rate.inputValue(), /^0,0/);
  await rate.fill('0,0025');
  await german.getByRole('heading', { name: 'What comes out' }).click();
  await saved(german);
  const pipelineId = german.url().split('/').at(-1);
  const { draft } = await askApi('GET', `/pipelines/${pipelineId}`);
  assert.equal(draft.nodes.find(({ id }) => id === 'train').params.learningRate, 0.0025);
}

test('versions and layers by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser({ width: 1600, height: 1000 });
  t.after(() => browser.close());
  const step = takeSteps(t);
  const graph = await readTemplate('objects-feature-extraction');
  const pipelineId = await createPipeline(graph, `Kept ${Date.now()}`);
  await page.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
  await card(page, 'train').waitFor();
  const dialog = page.getByRole('dialog', { name: 'History' });
  const changes = dialog.getByRole('region', { name: 'What changed since' });
  const close = async () => {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  };
  const openHistory = async () => {
    await page.getByRole('button', { name: 'More about this pipeline' }).click();
    await page.getByRole('menuitem', { name: 'History' }).click();
    await dialog.getByRole('button', { name: 'as it was' }).click();
  };

  await step('places make no difference between versions', async () => {
    await page.keyboard.press('Control+s');
    const name = dialog.getByLabel('Keep the pipeline as it is now');
    await name.and(page.locator(':focus')).waitFor();
    await assertRingInSight(page);
    await name.fill('as it was');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'as it was', pressed: true }).waitFor();
    await close();
    const before = await placeOf(page, 'evaluate');
    await dragBy(page, card(page, 'evaluate').locator('.card__title'), { x: 30, y: 60 });
    await until(page, 'it is elsewhere', async () => !(await isAt(page, 'evaluate', before)));
    await openHistory();
    await changes.getByText('No difference').waitFor();
    await close();
  });
  await step('nodes, wires, parameters and notes do, each in words', async () => {
    await selectCards(page, 'freeze');
    await page.keyboard.press('Delete');
    await wire(page, 'base.model>head.model').waitFor({ state: 'attached' });
    await selectCards(page, 'train');
    await page.locator('#field-batchSize').fill('16');
    await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } });
    await page.keyboard.press('n');
    await page.getByLabel('Text of the note, in Markdown').fill('Thawed');
    await page.keyboard.press('Escape');
    await openHistory();
    for (const words of [
      /Freeze the base\s*was removed/,
      /Wire\s*EfficientNet-Lite0.* → Freeze the base.* was removed/,
      /Wire\s*EfficientNet-Lite0.* → Add head.* was drawn/,
      /Train the head\s*Batch size: 32 → 16/,
      /Note\s*“Thawed” was added/,
    ]) {
      await changes.getByRole('listitem').filter({ hasText: words }).waitFor();
    }
    assert.equal(await changes.getByRole('listitem').filter({ hasText: 'Evaluate' }).count(), 0);
  });
  await step('a version is restored, and that is undone as any other step', async () => {
    await dialog.getByRole('button', { name: 'Restore' }).click();
    await dialog.waitFor({ state: 'detached' });
    await card(page, 'freeze').waitFor();
    await page.keyboard.press('Control+z');
    await card(page, 'freeze').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+z');
    await card(page, 'freeze').waitFor();
  });
  /** Drags a kind from the palette onto the wire from a node to "Freeze". */
  const spliceIn = async (kind, from) => {
    const path = wire(page, `${from}.model>freeze.model`).locator('.react-flow__edge-interaction');
    const item = page.locator(`.palette__item[data-kind="${kind}"]`);
    await drag(page, item, await restingMiddleOfPath(page, path));
    await wire(page, `${kind}.model>freeze.model`).waitFor({ state: 'attached' });
  };
  const layers = page.getByRole('region', { name: 'Layers by block' });
  const block = (name, look) =>
    layers.getByRole('button', { name: new RegExp(`^${name}.*${look}`, 'i') }).waitFor();
  await step('a click on a block of the picture cuts the base there', async () => {
    await page.getByText('All nodes').click();
    await spliceIn('cut-layers', 'base');
    await layers.getByRole('button', { name: /^block4a/ }).click();
    await block('block5a', 'dropped');
    await block('block4a', '(trainable|frozen)');
    const summary = card(page, 'cut-layers').locator('.card__summary', { hasText: /k trainable/ });
    await summary.waitFor({ state: 'attached' });
  });
  await step('and what follows knows it before anything has run', async () => {
    await selectCards(page, 'freeze');
    await layers.getByRole('button', { name: /^block4a.*frozen/ }).waitFor();
    assert.equal(await layers.getByRole('button', { name: /^block5a/ }).count(), 0);
  });
  await step('a block that starts anew is shown as such', async () => {
    await selectCards(page);
    const before = await placeOf(page, 'cut-layers');
    await page.keyboard.press('Shift+L');
    await until(page, 'it is tidy', async () => !(await isAt(page, 'cut-layers', before)));
    await page.keyboard.press('1');
    await spliceIn('reinitialise-layers', 'cut-layers');
    await layers.getByRole('button', { name: /^block3a/ }).click();
    await block('block4a', 'starts anew');
    await block('block2a', 'trainable');
  });
  const table = page.getByRole('table', { name: 'Layers' });
  const rowsOf = (block) =>
    table.getByRole('row').filter({ has: page.getByRole('cell', { name: block, exact: true }) });
  await step('what comes out is a table of layers: shape, weights, what learns', async () => {
    await page.getByRole('tab', { name: 'Reinitialised (what comes out)' }).click();
    await rowsOf('block4a').filter({ hasText: 'yes, anew' }).first().waitFor();
    const texts = await rowsOf('block2a').allInnerTexts();
    assert.ok(texts.some((text) => /Conv2D\tblock2a\t\d+ × \d+ × \d+\t[\d,]+\tyes\t/.test(text)));
    const totals = await page.getByText(/^.*: \d+ layers, [\d,]+ weights, /).innerText();
    const [, layers, weights] =
      /: (\d+) layers, ([\d,]+) weights, .+ trainable, .+ start anew/.exec(totals);
    assert.equal(await table.getByRole('row').count(), Number(layers) + 1);
    const cells = await table.locator('tbody td:nth-child(5)').allInnerTexts();
    const sum = cells.reduce((all, cell) => all + Number(cell.replaceAll(',', '')), 0);
    assert.equal(sum, Number(weights.replaceAll(',', '')));
  });
  await step('a block that starts anew and is frozen says both, there and there', async () => {
    await selectCards(page, 'freeze');
    await layers.locator('li', { hasText: /^block4a.*frozen, starts anew/i }).waitFor();
    await layers.locator('li', { hasText: /^block2a(?!.*anew).*frozen/i }).waitFor();
    // Whoever looked at an output before sees the one of the same name here.
    await page.getByRole('tab', { name: 'Frozen (what comes out)', selected: true }).waitFor();
    await rowsOf('block4a').filter({ hasText: 'frozen, anew' }).first().waitFor();
    assert.equal(await rowsOf('block2a').filter({ hasText: 'anew' }).count(), 0);
  });
  await step('in a German browser numbers are written as there, words stay English', async () => {
    const context = await browser.newContext({ locale: 'de-DE' });
    const german = await context.newPage();
    await german.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
    await card(german, 'base').locator('.card__title').click();
    await german.getByRole('tab', { name: /\(what comes out\)/ }).click();
    await german.getByText(/: \d+ layers, \d\.\d{3}\.\d{3} weights, /).waitFor();
    const shown = (node, part, text) =>
      card(german, node).locator(part, { hasText: text }).waitFor({ state: 'attached' });
    await shown('base', '.card__summary', /, \d,\d+ M trainable$/);
    await shown('base', '.card__blocks p', /^\d,\d+ M weights, \d,\d+ M trainable$/);
    await card(german, 'base').locator('.card__title').click();
    await german
      .locator('.layers__legend b', { hasText: /^\d,\d+ M$/ })
      .first()
      .waitFor();
    await assertRate(german);
    await context.close();
  });
  assert.deepEqual(faults, []);
});
