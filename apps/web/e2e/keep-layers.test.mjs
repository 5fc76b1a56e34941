// How much of a base is kept: by number, position, name or block, with the picture of its layers and what would train;
// and what is adapted by itself, said on the wire.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { card, openBrowser, selectCards, takeSteps, until } from './browser.mjs';
import { createPipeline, origin, readTemplate, url } from './stack.mjs';

/** The template with a cut between the base and its head, and nothing frozen. */
async function drawCut() {
  const { nodes, edges, ...graph } = await readTemplate('objects-feature-extraction');
  const cut = { id: 'cut', kind: 'cut-layers', version: 1, params: { last: 1 } };
  const wire = (from, to) => ({
    from: { node: from, port: 'model' },
    to: { node: to, port: 'model' },
  });
  const others = edges.filter(({ from, to }) => from.node !== 'freeze' && to.node !== 'freeze');
  return {
    ...graph,
    nodes: [...nodes.filter(({ id }) => id !== 'freeze'), { ...cut, position: { x: 320, y: 0 } }],
    edges: [...others, wire('base', 'cut'), wire('cut', 'head')],
  };
}

/** Values of the weights up to a block that learn by gradient, in words: as the file of the base lists them. */
async function countTrained(block) {
  const file = new URL(
    '../../../assets/base-models/efficientnet-lite0/model.json',
    import.meta.url,
  );
  const { modelTopology, weightsManifest } = JSON.parse(await readFile(file, 'utf8'));
  const { layers } = (modelTopology.model_config ?? modelTopology).config;
  const names = layers.map(({ config }) => config.name);
  const end = names.findLastIndex((name) => name.startsWith(`${block}_`));
  const kept = new Set(names.slice(0, end + 1));
  const count = weightsManifest
    .flatMap(({ weights }) => weights)
    .filter(({ name }) => kept.has(name.split('/')[0]) && !/moving_(mean|variance)/.test(name))
    .reduce((sum, { shape }) => sum + shape.reduce((size, each) => size * each, 1), 0);
  const [size, unit] = count >= 1e6 ? [1e6, 'M'] : [1e3, 'k'];
  return `${Number((count / size).toPrecision(3))} ${unit}`;
}

test('how much of a base is kept, by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser({ width: 1600, height: 1000 });
  t.after(() => browser.close());
  const step = takeSteps(t);
  const pipelineId = await createPipeline(await drawCut(), `Kept layers ${Date.now()}`);
  await page.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
  await card(page, 'train').waitFor();
  const field = (name) => page.locator(`#field-${name}`);
  const layers = page.getByRole('region', { name: 'Layers by block' });
  const keep = async (name) => {
    await field('mode').click();
    await page.getByRole('option', { name, exact: true }).click();
  };
  const setTo = async (name, value) => {
    await field(name).fill(value);
    await page.keyboard.press('Tab');
  };
  /** The last block that is kept, once the one behind it is dropped; and what of the model would train. */
  const becomes = async (kept, dropped) => {
    await layers.getByRole('button', { name: new RegExp(`^${dropped}.*dropped`) }).waitFor();
    await layers.getByRole('button', { name: new RegExp(`^${kept}.*trainable`) }).waitFor();
    return layers.locator('.layers__legend li[data-look="trains"] .numbers').innerText();
  };
  const counts = [];

  await step('the last layers go, so many', async () => {
    await selectCards(page, 'cut');
    await setTo('last', '14');
    counts.push(await becomes('block6d', 'block7a'));
  });
  await step('or all behind a position', async () => {
    await keep('Index');
    await setTo('index', '25');
    counts.push(await becomes('block2b', 'block3a'));
  });
  await step('or behind a layer by its name', async () => {
    await keep('Layer');
    await field('layer').click();
    await field('layer').fill('block4b_add');
    await page.getByRole('option', { name: 'block4b_add', exact: true }).click();
    counts.push(await becomes('block4b', 'block4c'));
  });
  await step('or behind a block, by a click into the picture', async () => {
    await layers.getByRole('button', { name: /^block5a/ }).click();
    counts.push(await becomes('block5a', 'block5b'));
    assert.equal(await field('layer').inputValue(), 'block5a, all of it');
  });
  await step(
    'each says how many weights would train: those of the file that get a gradient',
    async () => {
      const kept = ['block6d', 'block2b', 'block4b', 'block5a'];
      assert.deepEqual(counts, await Promise.all(kept.map(countTrained)));
    },
  );
  await step('the wire says what becomes of pictures of another size', async () => {
    const note = page.getByRole('note', { name: /pictures are resized to 224 x 224/ });
    await note.hover();
    await page.getByRole('tooltip', { name: /pixels 0 to 255 become/ }).waitFor();
    await until(page, 'one wire says so', async () => (await note.count()) === 1);
  });
  assert.deepEqual(faults, [], 'the pages complained');
});
