// axe on every page, light and dark.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { findViolations } from './axe.mjs';
import { openBrowser } from './browser.mjs';
import { askApi, ensureRuns, origin, startWays, url } from './stack.mjs';

let runIds;
let waysId;
let pipelineId;
before(async () => {
  runIds = await ensureRuns();
  ({ pipelineId } = await askApi('GET', `/runs/${runIds[0]}`));
  waysId = await startWays();
});
test('axe finds nothing in light colours', (t) => checkAll(t, false));
test('axe finds nothing in dark colours', (t) => checkAll(t, true));

async function checkAll(t, dark) {
  const { browser, page } = await openBrowser({ dark, still: true });
  t.after(() => browser.close());
  const violations = [];
  const check = async (name, seen = page) => {
    for (const each of await findViolations(seen)) violations.push(`${name}: ${each}`);
  };
  const visit = async (path, ready) => {
    await page.goto(origin + path);
    await page.locator(ready).first().waitFor();
  };
  const close = async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  const choose = async (menu, item) => {
    await page.getByRole('button', { name: menu }).click();
    const chosen = page.getByRole('menuitem', { name: item });
    await chosen.waitFor();
    await check(`menu ${menu}`);
    await chosen.click();
    await page.getByRole('dialog').waitFor();
    await page.getByRole('menu').waitFor({ state: 'detached' });
  };
  const context = await browser.newContext({ colorScheme: dark ? 'dark' : 'light' });
  const stranger = await context.newPage();
  await stranger.goto(origin);
  await stranger.getByRole('button', { name: 'Log in' }).waitFor();
  await check('login', stranger);
  await page.goto(url);
  await page.locator('.template').first().waitFor();
  await check('start');
  await visit(`/pipelines/${pipelineId}`, '.card');
  await check('editor');
  await page.locator('.card__title').first().click();
  await check('inspector');
  for (const tab of ['Problems', 'Training', 'Report', 'Steps']) {
    await page.getByRole('tab', { name: tab }).click();
    await check(`panel ${tab}`);
  }
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+g');
  await page.getByLabel('Title of the frame').press('Enter');
  await page.keyboard.press('n');
  await page.getByLabel('Text of the note, in Markdown').press('Escape');
  await check('frames and notes');
  await page.getByRole('button', { name: /^More about the frame/ }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).waitFor();
  await check('menu of a frame');
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await page.locator('.card__title').first().click({ button: 'right' });
  await page.getByRole('menu', { name: 'What can be done here' }).waitFor();
  await check('menu of a node');
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await page.locator('.card__title').first().click();
  await page.keyboard.press('Control+m');
  await page.locator('.state-chip[data-state="left-out"]').first().waitFor();
  await check('muted nodes');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.locator('.canvas-frame').waitFor({ state: 'detached' });
  await page.mouse.dblclick(640, 80);
  await check('search to add');
  await page.keyboard.press('Escape');
  await choose('More ways to run', 'What will run?');
  await page.locator('.plan li').first().waitFor();
  await check('plan preview');
  await close();
  await choose('More ways to run', 'Try settings, repeat');
  for (const field of ['Learning rate', 'Optimiser']) {
    await page.getByRole('combobox', { name: 'Vary' }).click();
    await page.getByRole('option', { name: field, exact: true }).first().click();
    await check(`try settings: ${field}`);
  }
  await close();
  await choose('More about this pipeline', 'Keys');
  await check('keys');
  await close();
  await choose('More about this pipeline', 'History');
  await check('history');
  await close();
  await choose('More about this pipeline', 'Show as code');
  await page.getByRole('region', { name: 'train.py' }).waitFor();
  await check('code');
  await close();
  // The double-click has selected nothing; the menu asks about the selected node.
  await page.locator('.card__title').first().click();
  await page.keyboard.press('c');
  await page.getByLabel('Search wires').waitFor();
  await check('connect to');
  await close();
  await page.keyboard.press('Control+j');
  await page.getByRole('dialog').getByLabel('Name').fill(`Seen by axe ${Date.now()}`);
  await check('make a component');
  await page.getByRole('button', { name: 'Make the component' }).click();
  await page.getByRole('region', { name: 'Component', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Components', exact: true }).click();
  await page.locator('.component-item').first().waitFor();
  await check('components');
  await page.getByRole('button', { name: 'Look inside' }).click();
  await page.locator('.inside .card').first().waitFor();
  await check('inside a component');
  await close();
  await page.keyboard.press('Control+z');
  await page.getByRole('region', { name: 'Component', exact: true }).waitFor({ state: 'detached' });
  await visit(`${new URL(page.url()).pathname}/app`, 'h1');
  await check('app');
  await visit('/runs', '.runs__name');
  await check('runs');
  for (const id of runIds) {
    await page.locator(`tr:has(a[href="/runs/${id}"]) input[type=checkbox]`).click();
  }
  await page.getByRole('button', { name: 'Compare 2' }).click();
  await page.locator('.curves').waitFor();
  await check('compare');
  await visit(`/runs/${runIds[0]}`, '.report__score');
  await check('run');
  await choose('Run again', 'Go on from here');
  await page.locator('.plan li').first().waitFor();
  await check('run again');
  await visit('/data', '.dataset-card');
  await check('data');
  await page.getByRole('button', { name: 'Import data' }).click();
  await page.getByRole('dialog').waitFor();
  await check('import');
  await close();
  await page.locator('.dataset-card').first().click();
  await page.locator('.class-bars').waitFor();
  await check('data set');
  await visit('/models', '.runs__name');
  await check('models');
  await page.locator('.runs__name').first().click();
  await page.locator('.playground').waitFor();
  await check('model');
  await visit(`/which-transfer/${waysId}`, 'td');
  await check('which transfer');
  await visit('/settings', 'h2');
  await check('settings');
  await visit('/workers', 'td');
  await check('workers');
  await visit('/queue', 'h1');
  await check('queue');
  await visit('/nowhere', 'h1');
  await check('not found');
  assert.deepEqual(violations, []);
}
