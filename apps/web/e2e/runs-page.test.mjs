// Runs are found, and compared: what differed, what came out, curves on top of each other, as files too.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import sharp from 'sharp';
import { assertAccessible } from './axe.mjs';
import { countCrossings, openBrowser, takeSteps, until } from './browser.mjs';
import { takeDownload } from './files.mjs';
import { askApi, createPipeline, origin, takeNames, url, waitForRun } from './stack.mjs';

const NAME = `Compared ${Date.now()}`;
const EPOCHS = [5, 6, 8];

let runIds;
let cancelledId;
before(async () => {
  const pipelineId = await createPipeline(await takeNames('names-compared'), NAME);
  const start = (body) => askApi('POST', '/runs', { pipelineId, ...body });
  const started = [];
  for (const epochs of EPOCHS) started.push(await start({ overrides: { 'train.epochs': epochs } }));
  runIds = started.map(({ runId }) => runId);
  for (const runId of runIds) await waitForRun(runId);
  cancelledId = (await start({ overrides: { 'train.epochs': 500 } })).runId;
  await askApi('POST', `/runs/${cancelledId}/cancel`);
});

test('the runs page by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  const row = (id) => page.locator('tr', { has: page.locator(`a[href="/runs/${id}"]`) });
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  const columns = (text) => page.locator('tr', { hasText: text }).getByRole('cell').allInnerTexts();

  await step('it is narrowed by words and by state', async () => {
    await page.goto(url);
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await page.getByLabel('Find runs').fill(NAME.toLowerCase());
    await until(page, 'only these', async () => (await page.locator('tbody tr').count()) === 4);
    await page.getByText('Cancelled', { exact: true }).first().click();
    await row(cancelledId).waitFor();
    await until(page, 'only that', async () => (await page.locator('tbody tr').count()) === 1);
    await page.getByText('Failed', { exact: true }).first().click();
    await page.getByText('No run of those loaded fits.').waitFor();
    await assertAccessible(page);
    await page.getByText('Done', { exact: true }).first().click();
    await until(page, 'the three', async () => (await page.locator('tbody tr').count()) === 3);
  });
  await step('two runs stand side by side, with what differs', async () => {
    for (const id of runIds.slice(0, 2)) await row(id).getByRole('checkbox').click();
    await press('Compare 2');
    await page.getByRole('columnheader', { name: 'Difference' }).waitFor();
    const [, , first, second] = await columns('epochs');
    assert.deepEqual([first, second], ['5', '6']);
    const [, left, right, difference] = (await columns(/: accuracy/)).map((cell) =>
      Number.parseFloat(cell.replace('−', '-')),
    );
    assert.ok(left > 1 && right > 1, `in percent: ${left}, ${right}`);
    assert.ok(Math.abs(right - left - difference) < 0.16, `${right} - ${left}: ${difference}`);
  });
  await step('and more than two, each with its curves', async () => {
    await page.goBack();
    for (const id of runIds) await row(id).getByRole('checkbox').click();
    await press('Compare 3');
    await until(page, 'three values', async () => (await columns('epochs')).length === 5);
    assert.deepEqual((await columns('epochs')).slice(2), EPOCHS.map(String));
    const loss = page.getByRole('figure', { name: 'Loss by epoch' });
    await until(
      page,
      'two lines a run',
      async () => (await loss.locator('.recharts-line').count()) === 6,
    );
    await assertAccessible(page);
  });
  await step('the numbers come as CSV, the charts as PNG', async () => {
    await page.goto(`${origin}/runs/${runIds[2]}`);
    const csv = await takeDownload(page, () => press('Download the numbers as CSV'));
    const [head, ...lines] = csv.bytes.toString().trim().split('\n');
    assert.match(csv.name, /\.csv$/);
    assert.equal(
      head,
      'epoch,step,learningRate,loss,accuracy,validationLoss,validationAccuracy,seconds',
    );
    const numbers = lines.map((line) => line.split(',').map(Number));
    assert.equal(numbers.at(-1)[0], EPOCHS[2]);
    assert.ok(numbers.every(([, , , loss]) => Number.isFinite(loss)));
    const png = await takeDownload(page, () => press('Download the charts as PNG'));
    const { width, height, format } = await sharp(png.bytes).metadata();
    const { dominant, channels } = await sharp(png.bytes).stats();
    assert.ok(format === 'png' && width > 400 && height > 300, `${format} ${width} x ${height}`);
    assert.ok(
      channels.some(({ stdev }) => stdev > 2),
      `nothing but ${JSON.stringify(dominant)}`,
    );
  });
  await step('the best epoch is marked above the curves, and covers none', async () => {
    for (const name of ['Loss by epoch', 'Accuracy by epoch']) {
      const chart = page.getByRole('figure', { name });
      const mark = await chart.getByText(/^best: epoch \d$/).boundingBox();
      const plot = await chart.locator('.recharts-cartesian-grid').boundingBox();
      assert.ok(mark.y + mark.height <= plot.y + 2, `${name}: it ends where the curves begin`);
      assert.equal(await countCrossings(chart.locator('path.recharts-curve'), mark), 0, name);
    }
  });
  await step('the loss is drawn on a log scale, and some epochs alone', async () => {
    const loss = page.getByRole('figure', { name: 'Loss by epoch' });
    const curve = () => loss.locator('path.recharts-curve').first().getAttribute('d');
    const linear = await curve();
    await page.getByText('Log', { exact: true }).click();
    await until(page, 'another curve', async () => (await curve()) !== linear);
    const { x, y, width, height } = await loss.locator('svg').first().boundingBox();
    await page.mouse.move(x + 0.45 * width, y + 0.5 * height);
    await page.mouse.down();
    await page.mouse.move(x + 0.9 * width, y + 0.5 * height, { steps: 6 });
    await page.mouse.up();
    await press('All epochs');
    await page.getByText(`Epochs 0 to ${EPOCHS[2]}`).waitFor();
  });
  await step('a run leads to its pipeline and its model', async () => {
    await page.getByRole('link', { name: /^Model names-compared, version/ }).waitFor();
    await page.getByRole('link', { name: 'Open the pipeline' }).click();
    await page.locator('[data-id="train"] .card').waitFor();
  });
  assert.deepEqual(faults, [], 'the pages complained');
});
