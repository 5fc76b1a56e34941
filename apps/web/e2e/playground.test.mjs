// A model is asked: by a picture from a file, the clipboard or the camera, by a text, by a program.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { unzipSync } from 'fflate';
import { assertAccessible } from './axe.mjs';
import { openBrowser, takeSteps, until } from './browser.mjs';
import { runCallExample } from './call-example.mjs';
import { askExportedPage } from './exported-page.mjs';
import { chooseFiles, readPictures, takeDownload, writeFolder } from './files.mjs';
import {
  askApi,
  askModel,
  createPipeline,
  ensureRuns,
  takeNames,
  url,
  waitForRun,
} from './stack.mjs';

const LIMIT = 120_000;
const NAMES = `names-${Date.now()}`;

let model;
before(async () => {
  const [runId] = await ensureRuns();
  const { models } = await askApi('GET', `/runs/${runId}`);
  model = models[0].name;
  const pipelineId = await createPipeline(await takeNames(NAMES), `Makes ${NAMES}`);
  const overrides = { 'train.epochs': 2 };
  await waitForRun((await askApi('POST', '/runs', { pipelineId, overrides })).runId);
});

test('the playground by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser({ camera: true });
  t.after(() => browser.close());
  const step = takeSteps(t);
  const [dog] = await readPictures('emoji-objects', 'animal/', 1);
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  const open = async (name) => {
    await page.getByRole('link', { name: 'Models', exact: true }).click();
    await page.getByRole('link', { name, exact: true }).click();
    await page.locator('.playground').waitFor();
  };
  const answer = page.locator('.answer');
  /** Does what asks the model, and waits for another answer. */
  const asks = async (gesture) => {
    const answered = page.waitForResponse((reply) => /predict\?.*explain=0/.test(reply.url()));
    await gesture();
    assert.equal((await answered).status(), 200);
    await answer.locator('.answer__bars li').nth(4).waitFor({ timeout: LIMIT });
  };

  await step(
    'a picture from the dialog is answered, with what it is like and where it was seen',
    async () => {
      await page.goto(url);
      await open(model);
      const file = { name: 'own.png', mimeType: 'image/png', buffer: Buffer.from(dog) };
      const press = () => page.locator('.playground .dropzone').click();
      await asks(() => chooseFiles(page, press, file));
      const nearest = page.getByRole('region', { name: 'Nearest training examples' });
      await nearest.locator('img').first().waitFor();
      const heat = page.locator('canvas.playground__evidence');
      await heat.waitFor({ timeout: LIMIT });
      await assertAccessible(page);
      const seen = await heat.getAttribute('aria-label');
      await answer.locator('.answer__label').nth(1).click();
      await until(
        page,
        'another label',
        async () => (await heat.getAttribute('aria-label')) !== seen,
      );
      await page.getByRole('switch', { name: 'Show where the model sees it' }).click();
      await heat.waitFor({ state: 'detached' });
    },
  );
  await step('so is one that is pasted, and one from the camera', async () => {
    await page.evaluate(
      async (bytes) => {
        const blob = new Blob([Uint8Array.from(bytes)], { type: 'image/png' });
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
      },
      [...dog],
    );
    await asks(() => page.keyboard.press('Control+v'));
    await press('Use the camera');
    await until(page, 'the camera shows something', () =>
      page.locator('.webcam video').evaluate((video) => video.videoWidth > 0),
    );
    await asks(() => press('Take a picture'));
    await page.locator('.playground__frame img[alt^="camera-"]').waitFor();
  });
  await step('programs are shown that ask it, to copy, and they get its answer', async () => {
    const folder = await writeFolder(t, { 'picture.png': dog });
    for (const name of ['JavaScript', 'Python', 'curl']) {
      await page.getByRole('tab', { name }).click();
      const panel = page.getByRole('tabpanel', { name });
      await panel.getByRole('button', { name: 'Copy' }).click();
      await panel.getByRole('button', { name: 'Copied' }).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      const [, version] = /predict\?version=(\d+)/.exec(copied) ?? [];
      const [label, probability] = Object.entries(await askModel(model, version, dog))[0];
      const answered = await runCallExample(t, name, copied, folder);
      if (answered === null) continue;
      assert.ok(answered.includes(label), `${name}: ${answered}`);
      assert.ok(answered.includes(String(probability).slice(0, 6)), `${name}: ${answered}`);
    }
  });
  await step('a text is typed or pasted where the model reads texts', async () => {
    await open(NAMES);
    await page.getByText('Classify a text instead').click();
    await page.getByLabel('Text to classify').fill('a red apple');
    await asks(() => press('Ask'));
    const before = await answer.innerText();
    await page.getByLabel('Text to classify').fill('grinning face');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+x');
    await page.getByRole('heading', { name: NAMES }).click();
    await asks(() => page.keyboard.press('Control+v'));
    await until(page, 'another answer', async () => (await answer.innerText()) !== before);
  });
  await step('the page in its export answers a typed text as it does', async () => {
    await press('Export');
    await page.getByRole('radio', { name: 'TensorFlow.js' }).click();
    const { bytes } = await takeDownload(page, () => press('Download version 1'));
    const own = await askModel(NAMES, 1, 'Grinning face with a hat');
    const entries = unzipSync(new Uint8Array(bytes));
    const answer = await askExportedPage(browser, entries, 'Grinning face with a hat');
    assert.deepEqual(Object.keys(answer).sort(), Object.keys(own).sort());
    for (const [label, probability] of Object.entries(own)) {
      const difference = Math.abs(answer[label] - probability);
      assert.ok(difference < 1e-3, `${label}: ${difference} off in the exported page`);
    }
  });
  assert.deepEqual(faults, [], 'the pages complained');
});
