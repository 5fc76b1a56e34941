// axe on every page, light and dark.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import { openBrowser } from './browser.mjs';
import { ensureRuns, origin, url } from './stack.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

before(ensureRuns);
test('axe finds nothing in light colours', (t) => checkAll(t, false));
test('axe finds nothing in dark colours', (t) => checkAll(t, true));

async function checkAll(t, dark) {
  const { browser, page } = await openBrowser({ dark, still: true });
  t.after(() => browser.close());
  const violations = [];
  const check = async (name) => {
    await settle(page);
    await page.evaluate(`${axe};0`);
    const found = await page.evaluate('axe.run()');
    for (const { id, help, nodes } of found.violations) {
      const where = nodes.slice(0, 4).map((node) => node.target.join(' '));
      violations.push(`${name}: ${id} (${help}) at ${where.join(', ')}`);
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
  await page.getByRole('dialog').waitFor();
  await page.getByRole('menu').waitFor({ state: 'detached' });
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
  await page.getByRole('dialog').waitFor();
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
  assert.deepEqual(violations, []);
}

/** Waits until nothing fades or slides any more, in several frames in a row: colours are measured when they are final. */
async function settle(page) {
  await page.evaluate(async () => {
    const isMoving = () =>
      document.getAnimations().some(({ effect, playState }) => {
        return playState === 'running' && effect?.getComputedTiming().iterations !== Infinity;
      });
    let quietFrames = 0;
    while (quietFrames < 5) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      quietFrames = isMoving() ? 0 : quietFrames + 1;
    }
  });
}
