// Pictures of the main pages of a running stack:
//   GRAFT_URL='http://127.0.0.1:4400/#token=...' node apps/web/e2e/screenshots.mjs FOLDER [WHICH-TRANSFER-RUN]
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { openBrowser } from './browser.mjs';
import { importZip, nameEntries, readPictures } from './files.mjs';
import { askApi, origin, runForALook, url, waitForRun } from './stack.mjs';

const folder = process.argv[2];
assert.ok(folder, 'name a folder');
await mkdir(folder, { recursive: true });
const runIds = [
  await runForALook('Objects, careful', { epochs: 12 }),
  await runForALook('Objects, brisk', { learningRate: 0.003 }),
];
const ways = process.argv[3] ?? (await measureWays());

/** A table of ways with its verdict, of so few pictures that it takes minutes. Resolves with the run's id. */
async function measureWays() {
  const { browser, page } = await openBrowser();
  await page.goto(url);
  await page.locator('.template').first().waitFor();
  const classes = await Promise.all(
    ['animal', 'building', 'food', 'vehicle'].map(async (label) =>
      nameEntries(label, await readPictures('emoji-objects', `${label}/`, 24)),
    ),
  );
  await importZip(page, 'things', Object.assign({}, ...classes));
  await browser.close();
  const { runId } = await askApi('POST', '/which-transfer', {
    dataset: 'things',
    bases: ['efficientnet-lite0'],
  });
  await waitForRun(runId, 900_000);
  return runId;
}

async function takeAll(size, dark) {
  const { browser, page } = await openBrowser({ ...size, dark });
  const take = async (name) => {
    await page.mouse.move(size.width / 2, size.height - 4);
    await page.waitForTimeout(900);
    const file = `${name}-${size.width}x${size.height}-${dark ? 'dark' : 'light'}.png`;
    const picture = await page.screenshot();
    // A palette keeps the pictures small enough to live in the repository.
    await sharp(picture).png({ palette: true, colours: 128, effort: 8 }).toFile(join(folder, file));
  };
  const visit = async (path, ready) => {
    await page.goto(origin + path);
    await page.locator(ready).first().waitFor();
  };
  const openDialog = async (menu, item, ready) => {
    await page.getByRole('button', { name: menu }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await page.getByRole('dialog').locator(ready).first().waitFor();
  };
  const closeDialog = async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  await page.goto(origin);
  await page.getByRole('button', { name: 'Log in' }).waitFor();
  await take('login');
  // Another document first: with the token behind # alone, the page would stay as it is.
  await page.goto('about:blank');
  await page.goto(url);
  await page.locator('.template').first().waitFor();
  await take('start');
  await visit('/runs', '.runs__name');
  await take('runs');
  for (const id of runIds) {
    await page.locator(`tr:has(a[href="/runs/${id}"]) input[type=checkbox]`).click();
  }
  await page.getByRole('button', { name: 'Compare 2' }).click();
  await page.locator('.curves').waitFor();
  await take('compare');
  await visit(`/runs/${runIds[0]}`, '.report__score');
  await take('run');
  await openDialog('Run again', 'Go on from here', '.plan li');
  await take('run-again');
  await closeDialog();
  await page.getByRole('link', { name: 'Open the pipeline' }).click();
  await page.locator('.card').first().waitFor();
  await page.locator('.run-link').waitFor();
  const pipeline = page.url();
  await take('editor');
  await page.locator('[data-id="train"] .card__title').click();
  await page.getByRole('tab', { name: 'Training' }).click();
  await page.locator('.curves').waitFor();
  await take('editor-training');
  await page.getByRole('tab', { name: 'Report', exact: true }).click();
  await page.locator('.report__score').waitFor();
  await take('editor-report');
  await openDialog('More about this pipeline', 'History', 'li');
  await take('history');
  await closeDialog();
  await openDialog('More about this pipeline', 'Keys', 'dl');
  await take('keys');
  await closeDialog();
  await page.keyboard.press('c');
  await page.getByLabel('Search wires').waitFor();
  await take('connect-to');
  await closeDialog();
  await page.locator('.palette__item[data-kind="evaluate"]').click();
  await page.getByRole('tab', { name: /^Problems/ }).click();
  await page.locator('.problem').first().waitFor();
  await page.keyboard.press('m');
  await page.locator('.react-flow__minimap-node').first().waitFor();
  await take('editor-problems');
  await page.keyboard.press('m');
  await page.keyboard.press('Control+z');
  await page.locator('.save-light[data-kind="saved"]').waitFor();
  await visit('/data', '.dataset-card');
  await take('data');
  await page.getByRole('button', { name: 'Import data' }).click();
  await page.getByRole('dialog').waitFor();
  await take('import');
  await closeDialog();
  await page.locator('.dataset-card', { hasText: 'objects' }).first().click();
  await page.locator('.class-bars').waitFor();
  await take('data-set');
  await visit('/models', '.runs__name');
  await page.locator('.runs__name').first().click();
  await page.locator('.playground').waitFor();
  await take('model');
  await visit(`/which-transfer/${ways}`, 'td');
  await take('which-transfer');
  await visit('/settings', 'h2');
  await take('settings');
  await visit('/workers', 'td');
  await take('workers');
  await visit('/queue', 'h1');
  await take('queue');
  await visit(new URL(pipeline).pathname + '/app', 'form');
  await take('app-view');
  await browser.close();
}

for (const size of [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]) {
  for (const dark of [false, true]) await takeAll(size, dark);
}
