// Base models of others: those that are published, and files of one's own, brought by gesture and trained on.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { card, openBrowser, saved, selectCards, takeSteps } from './browser.mjs';
import { chooseFiles, dropFiles, writeFolder } from './files.mjs';
import { runGraft } from './run-graft.mjs';
import { askApi, createPipeline, origin, readTemplate, url } from './stack.mjs';

const LIMIT = 60_000;
const RUN_LIMIT = 180_000;
const ROOT = join(import.meta.dirname, '../../..');
const LITE = join(ROOT, 'assets/base-models/efficientnet-lite0');
const KERAS = join(ROOT, 'libs/nodes/src/import/fixtures');
const SMALL = join(ROOT, 'libs/engine/src/testing/onnx/small.onnx');
const stamp = Date.now();

const listBases = async () => (await askApi('GET', '/catalog')).bases.map(({ ref }) => ref);

test('base models by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  const row = (word) => page.locator('tr', { hasText: `Published, ${word}` });
  const fetchIt = (word) => row(word).getByRole('button', { name: 'Fetch', exact: true });
  await page.goto(url);

  await step('what is out of reach says why, and of each it is said whom one trusts', async () => {
    await page.getByRole('link', { name: 'Models', exact: true }).click();
    await row('away')
      .getByText(/can't be reached/)
      .waitFor({ timeout: LIMIT });
    assert.equal(await row('away').getByRole('button').count(), 0);
    await row('away').getByText('the first fetch is trusted').waitFor();
    await row('unknown').getByText('the first fetch is trusted').waitFor();
    await row('known').getByText('another file is refused').waitFor();
    await assertAccessible(page);
  });
  await step('one whose digests are known is fetched and held to them', async () => {
    const known = row('known');
    await known.getByRole('button', { name: 'Fetch', exact: true }).click();
    await known.getByText('Here: choose it').waitFor({ timeout: LIMIT });
    await known.getByText('SHA-256 of 2 files').click();
    await known.getByText(/^weights\.bin [0-9a-f]{64}$/).waitFor();
    assert.ok((await listBases()).includes('published-known'));
  });
  await step('another file than the known one is refused, and nothing of it kept', async () => {
    await fetchIt('changed').click();
    const alert = row('changed').getByRole('alert');
    await alert.getByText('is not what Graft knows').waitFor({ timeout: LIMIT });
    assert.match(
      await alert.innerText(),
      /SHA-256 of weights\.bin should be 0{64} and is [0-9a-f]/,
    );
    await fetchIt('changed').waitFor();
    assert.ok(!(await listBases()).includes('published-changed'));
  });
  await step('of one that nobody knew the first fetch is kept, and shown', async () => {
    await fetchIt('unknown').click();
    await row('unknown').getByText('Here: choose it').waitFor({ timeout: LIMIT });
    await row('unknown').getByText('that of the first fetch is kept').waitFor();
    await row('unknown').getByText('SHA-256 of 1 file').click();
    await row('unknown')
      .getByText(/^model\.onnx [0-9a-f]{64}$/)
      .waitFor();
  });

  const dialog = page.getByRole('dialog');
  const dropzone = dialog.locator('.dropzone');
  const open = async () => {
    await page.getByRole('button', { name: 'Bring a base model' }).click();
    await dropzone.waitFor();
  };
  const keep = async (name, range) => {
    await dialog.getByLabel('Name', { exact: true }).fill(`${name}-${stamp}`);
    await dialog.getByRole('combobox', { name: 'It wants pixels from' }).click();
    await page.getByRole('option', { name: range, exact: true }).click();
    await dialog.getByRole('button', { name: 'Check and keep it' }).click();
  };
  const arrive = async (name, facts) => {
    await dialog.getByRole('status').getByText(facts).waitFor({ timeout: LIMIT });
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await dropzone.waitFor({ state: 'detached' });
    assert.ok((await listBases()).includes(`${name}-${stamp}`));
  };

  await step('a TensorFlow.js model is dropped as model.json and its weights', async () => {
    await open();
    await dropFiles(page, dropzone, [join(LITE, 'model.json'), join(LITE, 'weights.bin')]);
    await dropzone.getByText('model.json, weights.bin').waitFor();
    await keep('dropped', '-1 to 1');
    await arrive('dropped', /reads 224 x 224 x 3 and has 1\d\d layers/);
  });
  for (const format of ['keras', 'h5']) {
    await step(`a model of Keras is chosen as .${format}`, async () => {
      await open();
      const press = () => dropzone.click();
      await chooseFiles(page, press, join(KERAS, `functional.${format}`));
      await keep(format, '0 to 1');
      await arrive(format, /reads 10 x 12 x 3 and has \d+ layers/);
    });
  }
  await step('a layer that is not allowed is refused by its name, and nothing kept', async () => {
    const folder = await writeFolder(t, { 'model.json': drawLambda(), 'weights.bin': '' });
    await open();
    await dropFiles(page, dropzone, [join(folder, 'model.json'), join(folder, 'weights.bin')]);
    await keep('refused', '0 to 1');
    await dialog.getByRole('alert').getByText('Layer "evil" (Lambda)').waitFor({ timeout: LIMIT });
    await assertAccessible(page);
    await page.keyboard.press('Escape');
    await dropzone.waitFor({ state: 'detached' });
    assert.ok(!(await listBases()).includes(`refused-${stamp}`));
  });
  await step(
    'an ONNX file as PyTorch exports them is dropped, with its means and the order of its colours',
    async () => {
      await open();
      await dropFiles(page, dropzone, [SMALL]);
      await dialog.getByLabel('Tensor with the features').waitFor();
      await dialog.getByRole('combobox', { name: 'Order of the colours' }).click();
      await page.getByRole('option', { name: 'Blue, green, red (OpenCV, Caffe)' }).click();
      await keep('onnx', '0 to 1, less the ImageNet means (PyTorch)');
      await arrive('onnx', /reads 32 x 32 x 3 and has \d+ layers/);
    },
  );
  await step(
    'the command line brings one from a folder, and lists what others publish',
    async () => {
      const means = ['--mean', '127', '--scale', '128', '--licence', 'Apache-2.0'];
      const printed = await runGraft(
        'models',
        'import',
        LITE,
        '--name',
        `typed-${stamp}`,
        ...means,
      );
      assert.match(printed, /^typed-\d+: reads .*224.*, 1\d\d layers, \d+ parameters$/m);
      assert.match(await runGraft('models', 'published'), /published-away/);
    },
  );
  await step('it is chosen in a Base model node, and trained on', async () => {
    const graph = await readTemplate('objects-feature-extraction');
    const pipelineId = await createPipeline(graph, `On a base of one's own ${stamp}`);
    await page.goto(`${origin}/pipelines/${pipelineId}`);
    await card(page, 'base').waitFor();
    await selectCards(page, 'base');
    await page.locator('#field-base').click();
    await page.getByRole('option', { name: new RegExp(`^onnx-${stamp}`) }).click();
    await saved(page);
    await page.locator('.run-button').click();
    await page.locator('.run-link', { hasText: 'Done' }).waitFor({ timeout: RUN_LIMIT });
    await page.locator('[data-id="evaluate"] .card__score').waitFor();
  });
  // Chromium itself says of every answer that is no success that it failed: the two refusals.
  const others = faults.filter((fault) => !/status of 422/.test(fault));
  assert.deepEqual(others, [], 'the pages complained');
});

/** A TensorFlow.js model with a layer that would run what is in the file. */
function drawLambda() {
  const layer = (class_name, name, config, inbound_nodes) => ({
    ...{ class_name, name, inbound_nodes, config: { name, ...config } },
  });
  const layers = [
    layer('InputLayer', 'input', { batch_input_shape: [null, 8, 8, 3] }, []),
    layer('Lambda', 'evil', { function: 'os.system' }, [[['input', 0, 0, {}]]]),
  ];
  const ends = { input_layers: [['input', 0, 0]], output_layers: [['evil', 0, 0]] };
  return JSON.stringify({
    format: 'layers-model',
    modelTopology: { class_name: 'Model', config: { name: 'm', layers, ...ends } },
    weightsManifest: [{ paths: ['weights.bin'], weights: [] }],
  });
}
