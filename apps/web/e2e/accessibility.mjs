// axe on every page, light and dark, on a running stack that has at least two runs and a model:
//   GRAFT_URL='http://127.0.0.1:4400/#token=...' node apps/web/e2e/accessibility.mjs
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { openBrowser } from './browser.mjs';

const url = process.env.GRAFT_URL;
assert.ok(url, 'set GRAFT_URL to the address that npm start prints');
const { origin } = new URL(url);
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let violations = 0;

async function checkAll(dark) {
  const { browser, page } = await openBrowser({ width: 1440, height: 900, dark });
  const check = async (name) => {
    await page.waitForTimeout(700);
    await page.evaluate(`${axe};0`);
    const found = await page.evaluate('axe.run()');
    violations += found.violations.length;
    console.log(`${dark ? 'dark ' : 'light'} ${name}: ${found.violations.length} violations`);
    for (const { id, help, nodes } of found.violations) {
      console.log(`    ${id}: ${help}`);
      for (const node of nodes.slice(0, 4)) console.log(`        ${node.target.join(' ')}`);
    }
  };
  const visit = async (path, ready) => {
    await page.goto(origin + path);
    await page.locator(ready).first().waitFor();
  };
  await page.goto(url);
  await page.locator('.template').first().waitFor();
  await check('start');
  await page.locator('.recent__list a').first().click();
  await page.locator('.card').first().waitFor();
  await check('editor');
  await page.locator('.card__title').first().click();
  await check('inspector');
  for (const tab of ['Problems', 'Training', 'Report', 'Steps']) {
    await page.getByRole('tab', { name: tab }).click();
    await check(`panel ${tab}`);
  }
  await page.mouse.dblclick(640, 80);
  await check('search to add');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More ways to run' }).click();
  await page.getByText('What will run?').click();
  await check('plan preview');
  await visit('/runs', '.runs__name');
  await check('runs');
  await page.locator('input[type=checkbox]').nth(0).click();
  await page.locator('input[type=checkbox]').nth(1).click();
  await page.getByRole('button', { name: 'Compare two' }).click();
  await page.locator('.curves').waitFor();
  await check('compare');
  await visit('/runs', '.runs__name');
  await page.locator('.runs__name').first().click();
  await page.locator('.report__score').waitFor();
  await check('run');
  await visit('/data', '.dataset-card');
  await check('data');
  await page.getByRole('button', { name: 'Import data' }).click();
  await check('import');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.locator('.dataset-card').first().click();
  await page.locator('.class-bars').waitFor();
  await check('data set');
  await visit('/models', '.runs__name');
  await check('models');
  await page.locator('.runs__name').first().click();
  await page.locator('.playground').waitFor();
  await check('model');
  await visit('/nowhere', 'h1');
  await check('not found');
  await browser.close();
}

await checkAll(false);
await checkAll(true);
assert.equal(violations, 0);
