// A model says where it comes from, is marked, compared, taken away and deleted.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import { assertAccessible } from './axe.mjs';
import { openBrowser, takeSteps, until } from './browser.mjs';
import { askExportedPage } from './exported-page.mjs';
import {
  dropFiles,
  importZip,
  nameEntries,
  readPictures,
  takeDownload,
  writeFolder,
} from './files.mjs';
import { askApi, askModel, createPipeline, readTemplate, url, waitForRun } from './stack.mjs';

const MODEL = `objects-${Date.now()}`;
const OTHERS = `others ${Date.now()}`;
const EPOCHS = [2, 4];
const COMMON = [
  ...['README.md', 'MODEL_CARD.md', 'labels.json', 'preprocessing.json', 'graft.json'],
];
const CONTENTS = {
  ONNX: ['model.onnx', 'predict.mjs', 'predict.py', 'browser.html'],
  Keras: ['model.keras', 'predict.py'],
  'TensorFlow.js': ['model.json', 'weights.bin', 'predict.mjs', 'browser.html'],
};
const MODEL_FILES = { ONNX: 'model.onnx', Keras: 'model.keras', 'TensorFlow.js': 'weights.bin' };
const EXPORTS = Object.keys(CONTENTS).flatMap((title) =>
  [true, false].map((half) => [title, half]),
);

let runIds;
before(async () => {
  const graph = await readTemplate('objects-feature-extraction');
  const nodes = graph.nodes.map((node) =>
    node.id === 'register' ? { ...node, params: { ...node.params, name: MODEL } } : node,
  );
  const pipelineId = await createPipeline({ ...graph, nodes, exposed: [] }, `Makes ${MODEL}`);
  runIds = [];
  for (const epochs of EPOCHS) {
    const body = { pipelineId, overrides: { 'train.epochs': epochs } };
    const { runId } = await askApi('POST', '/runs', body);
    await waitForRun(runId);
    runIds.push(runId);
  }
});

test('the page of a model by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  const [dog] = await readPictures('emoji-objects', 'animal/', 1);
  const version = (number) =>
    page.locator('tr', { has: page.getByLabel(`Compare version ${number}`) });
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  const open = async () => {
    await page.getByRole('link', { name: 'Models', exact: true }).click();
    await page.getByRole('link', { name: MODEL }).click();
    await page.locator('.playground').waitFor();
  };

  await page.goto(url);
  await step('it says where it comes from, and leads there', async () => {
    const lineage = page.locator('.lineage');
    await open();
    await lineage.getByText(/^Base: .+ \(.+\)$/).waitFor();
    await lineage.getByText(/^train: (?=.*seed \d).*epochs 4/).waitFor();
    // The commit is known where the stack runs from a checkout or was told.
    await lineage.getByText(/^Trained by Graft \d+\.\d+\.\d+/).waitFor();
    await lineage.getByRole('link', { name: 'emoji-objects' }).click();
    await page.getByRole('heading', { name: 'emoji-objects' }).waitFor();
    await page.goBack();
    await lineage.getByRole('link', { name: 'The run that made it' }).click();
    await page.locator('.report__score').waitFor();
    assert.ok(page.url().endsWith(runIds[1]));
    await page.goBack();
    await lineage
      .getByRole('button', { name: 'Open the graph that ran as a new pipeline' })
      .click();
    await page.locator('[data-id="train"] .card__title').click();
    await until(
      page,
      'its epochs',
      async () => (await page.getByLabel('Epochs', { exact: true }).inputValue()) === '4',
    );
  });
  await step('notes and tags are kept; production goes back to an older version', async () => {
    await open();
    await version(1).getByRole('button', { name: 'Notes of version 1' }).click();
    await page.getByRole('dialog').getByLabel('Notes', { exact: true }).fill('knows too little');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await version(1).getByText('knows too little').waitFor();
    const tag = async (number, word) => {
      await version(number)
        .getByRole('button', { name: `Tag version ${number}` })
        .click();
      await page.getByRole('menuitem', { name: word }).click();
      await version(number)
        .getByRole('button', { name: `Take ${word} from version ${number}` })
        .waitFor();
    };
    await tag(1, 'staging');
    await tag(2, 'production');
    await tag(1, 'production');
    assert.equal(await version(2).getByText('production').count(), 0);
    await version(1).getByRole('button', { name: 'Take staging from version 1' }).click();
    await version(1).getByText('staging').waitFor({ state: 'detached' });
  });
  await step('two versions are compared by the runs that made them', async () => {
    for (const number of [2, 1]) await page.getByLabel(`Compare version ${number}`).click();
    await assertAccessible(page);
    await press('Compare two');
    const cells = page.locator('tr', { hasText: 'epochs' }).getByRole('cell');
    await until(
      page,
      'older first',
      async () => (await cells.allInnerTexts()).slice(2).join() === EPOCHS.join(),
    );
    await page.goBack();
  });
  await step('a data set is answered as a table', async () => {
    const food = await readPictures('emoji-objects', 'food/', 3);
    await importZip(page, OTHERS, { ...nameEntries('food', food), 'animal/dog.png': dog });
    await open();
    await page.getByRole('combobox', { name: 'Data set' }).click();
    await page.getByRole('option', { name: OTHERS }).click();
    const { name, bytes } = await takeDownload(page, () => press('Download CSV'));
    assert.equal(name, `${MODEL}-2-${OTHERS}.csv`);
    const [, ...rows] = bytes.toString().trim().split(/\r?\n/);
    assert.equal(rows.length, 4);
    assert.ok(
      rows.some((row) => row.includes('animal/dog.png')),
      rows.join(' / '),
    );
  });
  await step(
    'an export is a zip with a card, labels and examples; on the canvas it is its pipeline',
    async () => {
      await press('Export');
      const [sizes, pages] = [{}, []];
      let zip;
      for (const [title, half] of EXPORTS) {
        await page.getByRole('radio', { name: title }).click();
        await page.getByRole('checkbox', { name: 'Half precision' }).setChecked(half);
        zip = await takeDownload(page, () => press('Download version 2'));
        const entries = unzipSync(new Uint8Array(zip.bytes));
        assert.deepEqual(
          Object.keys(entries).sort(),
          [...CONTENTS[title], ...COMMON].sort(),
          title,
        );
        assert.equal(JSON.parse(strFromU8(entries['graft.json'])).runId, runIds[1]);
        const card = strFromU8(entries['MODEL_CARD.md']);
        assert.match(card, /^- Trained by Graft \d+\.\d+\.\d+/m);
        assert.equal(card.includes('half precision'), half, card);
        sizes[`${title} ${half}`] = entries[MODEL_FILES[title]].length;
        if ('browser.html' in entries && !half) pages.push(entries);
      }
      const own = await askModel(MODEL, 2, dog);
      for (const entries of pages) {
        const answer = await askExportedPage(browser, entries, dog);
        assert.deepEqual(Object.keys(answer).sort(), Object.keys(own).sort());
        for (const [label, probability] of Object.entries(own)) {
          const difference = Math.abs(answer[label] - probability);
          assert.ok(difference < 1e-3, `${label}: ${difference} off in the exported page`);
        }
      }
      for (const title of Object.keys(CONTENTS)) {
        const share = sizes[`${title} true`] / sizes[`${title} false`];
        assert.ok(share > 0.48 && share < 0.6, `${title}: ${share} of its size in half precision`);
      }
      const { name, bytes } = zip;
      const folder = await writeFolder(t, { [name]: bytes });
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'Start', exact: true }).click();
      await press('New pipeline');
      await page.locator('.canvas__empty').waitFor();
      await dropFiles(page, page.locator('.react-flow__pane'), [`${folder}/${name}`]);
      await page.locator('[data-id="register"] .card').waitFor();
    },
  );
  await step('a version is deleted once it is said who depends on it', async () => {
    await open();
    await version(1).getByRole('button', { name: 'Delete version 1' }).click();
    await page.getByText('Programs may ask for it by: production.').waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Delete anyway' }).click();
    await version(1).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Delete version 2' }).waitFor();
  });
  assert.deepEqual(faults, [], 'the pages complained');
});
