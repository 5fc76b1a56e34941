// Pictures of the main pages of a running stack that has runs and a model:
//   GRAFT_URL='http://127.0.0.1:4400/#token=...' node apps/web/e2e/screenshots.mjs FOLDER
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { openBrowser } from './browser.mjs';
import { origin, url } from './stack.mjs';

const folder = process.argv[2];
assert.ok(folder, 'name a folder');
await mkdir(folder, { recursive: true });

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
  await page.goto(url);
  await page.locator('.template').first().waitFor();
  await take('start');
  await visit('/runs', '.runs__name');
  await take('runs');
  await page.locator('.runs__name').last().click();
  await page.locator('.report__score').waitFor();
  await take('run');
  await page.getByRole('link', { name: 'Open the pipeline' }).click();
  await page.locator('.card').first().waitFor();
  await page.locator('.run-link').waitFor();
  await take('editor');
  await page.locator('[data-id="train"] .card__title').click();
  await page.getByRole('tab', { name: 'Training' }).click();
  await page.locator('.curves').waitFor();
  await take('editor-training');
  await page.getByRole('tab', { name: 'Report' }).click();
  await page.locator('.report__score').waitFor();
  await take('editor-report');
  await visit('/data', '.dataset-card');
  await take('data');
  await page.locator('.dataset-card', { hasText: 'objects' }).first().click();
  await page.locator('.class-bars').waitFor();
  await take('data-set');
  await visit('/models', '.runs__name');
  await page.locator('.runs__name').first().click();
  await page.locator('.playground').waitFor();
  await take('model');
  await browser.close();
}

for (const size of [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]) {
  for (const dark of [false, true]) await takeAll(size, dark);
}
