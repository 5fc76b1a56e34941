// The main job with a mouse: draw it, run it, watch it, use it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { drag, middleOf, openBrowser, port, takeSteps } from './browser.mjs';
import { dropFiles, takeDownload, writeFolder } from './files.mjs';
import { matchAge } from './reused-since.mjs';
import { askApi, origin, url } from './stack.mjs';

const RUN_LIMIT_MS = 180_000;

test('the main job with a mouse', async (t) => {
  const { browser, context, page, faults } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  let pipeline = '';
  await step('the start page strips the token and shows templates', async () => {
    await page.goto(url);
    await page.locator('.template').first().waitFor();
    assert.ok(!page.url().includes('token'));
  });
  await step('a template opens as a pipeline of its own', async () => {
    await page.locator('.template', { hasText: 'transfer from ImageNet' }).first().click();
    await page.locator('[data-id="train"]').waitFor();
    pipeline = page.url();
  });
  await step('summaries show before any run', async () => {
    await page.locator('[data-id="data"] .card__summary', { hasText: '704 pictures' }).waitFor({
      state: 'attached',
    });
  });
  await step(
    'an impossible wire is refused with the reason, while dragging and on drop',
    async () => {
      const wires = await page.locator('.react-flow__edge').count();
      const [from, to] = [
        port(page, 'source', 'split', 'test'),
        port(page, 'target', 'evaluate', 'model'),
      ];
      await drag(page, from, to, { drop: false });
      await page.locator('.canvas__hint', { hasText: 'takes a model' }).waitFor();
      await page.mouse.up();
      await page.getByText('That wire does not fit').waitFor();
      assert.equal(await page.locator('.react-flow__edge').count(), wires);
    },
  );
  await step('a node comes from the palette by drag, and undo takes it away', async () => {
    const cards = await page.locator('.card').count();
    const start = await middleOf(page.locator('.palette__item[data-kind="evaluate"]'));
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(640, 700, { steps: 8 });
    await page.mouse.up();
    await page.locator('.card').nth(cards).waitFor();
    await page.keyboard.press('Control+z');
    await page.locator('.card').nth(cards).waitFor({ state: 'detached' });
  });
  await step('a bad number shows its problem on the field and in the list', async () => {
    await page.locator('[data-id="train"] .card__title').click();
    await page.getByLabel('Epochs', { exact: true }).fill('0');
    await page
      .locator('.inspector .mantine-InputWrapper-error', { hasText: 'at least 1' })
      .waitFor();
    await page.locator('.panel__count', { hasText: '1' }).waitFor();
    await page.getByLabel('Epochs', { exact: true }).fill('12');
  });
  await step('it is saved, and a reload loses nothing', async () => {
    await page.locator('.save-light[data-kind="saved"]').waitFor();
    await page.reload();
    await page.locator('[data-id="train"]').waitFor();
    await page.locator('[data-id="train"] .card__title').click();
    assert.equal(await page.getByLabel('Epochs', { exact: true }).inputValue(), '12');
  });
  await step('the run is live and ends well', async () => {
    await page.locator('.run-button').click();
    await page.locator('.run-link', { hasText: /Waiting|Running/ }).waitFor();
    await page.locator('.curves').waitFor({ timeout: RUN_LIMIT_MS });
    await page.locator('.run-link', { hasText: 'Done' }).waitFor({ timeout: RUN_LIMIT_MS });
    await page.locator('[data-id="evaluate"] .card__score').waitFor();
  });
  await step('the best epoch is marked in the curves', async () => {
    await page.getByRole('tab', { name: 'Training', exact: true, selected: true }).waitFor();
    const loss = page.getByRole('figure', { name: 'Loss by epoch' });
    await loss.getByText(/^best: epoch ([1-9]|1[0-2])$/).waitFor();
  });
  await step(
    'run again, it takes over what is there: the cards say so, and since when',
    async () => {
      const last = await page.locator('.run-link').getAttribute('href');
      const drawn = Date.now();
      const pipelineId = new URL(page.url()).pathname.split('/').at(-1);
      const { steps } = await askApi('POST', '/runs/plan', { pipelineId });
      await page.keyboard.press('Control+Enter');
      const again = page.locator(`.run-link:not([href="${last}"])`, { hasText: 'Done' });
      await again.waitFor({ timeout: RUN_LIMIT_MS });
      for (const id of ['train', 'evaluate']) {
        const badge = page.locator(`[data-id="${id}"] .state-chip[data-state="reused"]`);
        await badge.filter({ hasText: 'Reused' }).waitFor();
        await badge.hover();
        const { since } = steps.find(({ node }) => node === id);
        const said = matchAge('computed by an earlier run, ', since, drawn);
        await page.getByRole('tooltip').filter({ hasText: said }).waitFor();
      }
      await page.locator('[data-id="evaluate"] .card__score').waitFor();
    },
  );
  await step('run from a node, it and what follows are computed anew, nothing before', async () => {
    const last = await page.locator('.run-link').getAttribute('href');
    await page.locator('[data-id="evaluate"] .card__title').click();
    await page.getByRole('button', { name: 'More ways to run' }).click();
    await page.getByRole('menuitem', { name: 'Run again from the selected node' }).click();
    const again = page.locator(`.run-link:not([href="${last}"])`, { hasText: 'Done' });
    await again.waitFor({ timeout: RUN_LIMIT_MS });
    await page.locator('[data-id="evaluate"] .state-chip[data-state="done"]').waitFor();
    await page.locator('[data-id="train"] .state-chip[data-state="reused"]').waitFor();
    await page.locator('[data-id="train"] .card__title').click();
  });
  await step('the report has accuracy, classes, matrix and mistakes', async () => {
    await page.getByRole('tab', { name: 'Report', exact: true }).click();
    await page.locator('.report__score').waitFor();
    assert.match(await page.locator('.report').innerText(), /of 10 right/);
    assert.ok((await page.locator('.confusion td').count()) >= 64);
    await page.locator('.mistakes li').first().waitFor();
  });
  await step(
    'each output of the selected node has a tab: curves to zoom, examples by class',
    async () => {
      const output = (title) => page.getByRole('tab', { name: `${title} (what comes out)` });
      await page.locator('[data-id="train"] .card__title').click();
      await output('History').click();
      const chart = page.getByRole('figure', { name: 'Loss by epoch' }).locator('svg').first();
      await chart.waitFor();
      const { x, y, width, height } = await chart.boundingBox();
      await page.mouse.move(x + 0.4 * width, y + 0.5 * height);
      await page.mouse.down();
      await page.mouse.move(x + 0.8 * width, y + 0.5 * height, { steps: 6 });
      await page.mouse.up();
      await page.getByRole('button', { name: 'All epochs' }).click();
      await page.getByText('Epochs 0 to 12').waitFor();
      await page.getByLabel('Scale of the loss').getByText('Log', { exact: true }).click();
      for (const kind of ['CSV', 'PNG']) {
        const downloading = page.waitForEvent('download');
        await page.getByRole('button', { name: `as ${kind}` }).click();
        assert.match((await downloading).suggestedFilename(), new RegExp(`${kind}$`, 'i'));
      }
      await page.locator('[data-id="split"] .card__title').click();
      await output('Test').click();
      const bars = page.locator('.port-data .class-bars button');
      const examples = page.locator('.port-data .examples__cell');
      const count = Number(await bars.first().locator('.numbers').innerText());
      await examples.nth(count).waitFor();
      await bars.first().click();
      await examples.nth(count).waitFor({ state: 'detached' });
      await examples.nth(count - 1).waitFor();
      assert.equal(await examples.count(), count);
    },
  );
  await step('the blocks of the base show what they see in a picture of one’s own', async () => {
    await page.locator('[data-id="base"] .card__title').click();
    // Whoever looked at an output before sees the first one of this node.
    await page.getByText('What each block sees in a picture of yours').click();
    const buffer = await page.locator('[data-id="base"]').screenshot({ type: 'png' });
    const own = { name: 'own.png', mimeType: 'image/png', buffer };
    await page.locator('.dropzone input[type="file"]').setInputFiles(own);
    await page.locator('.feature-maps canvas').nth(23).waitFor({ timeout: 60_000 });
  });
  await step('the model is in the registry and answers a picture', async () => {
    await page.getByRole('link', { name: 'Models' }).click();
    await page.locator('.runs__name', { hasText: 'objects' }).first().click();
    await page.locator('.try-these button').first().click();
    await page.locator('.answer__bars li').first().waitFor({ timeout: 60_000 });
  });
  await step('the answer shows the training examples that it is most like', async () => {
    const nearest = page.getByRole('region', { name: 'Nearest training examples' });
    await nearest.locator('img').first().waitFor();
    assert.match(await nearest.locator('.numbers').first().innerText(), /^0\.\d\d$|^1\.00$/);
  });
  await step('the model, exported and dropped on a canvas, opens what made it', async () => {
    await page.getByRole('button', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog');
    const press = () => dialog.getByRole('button', { name: /^Download/ }).click();
    const { name, bytes } = await takeDownload(page, press);
    const folder = await writeFolder(t, { [name]: bytes });
    await page.goto(origin);
    await page.getByRole('button', { name: 'New pipeline' }).click();
    await page.locator('.canvas').waitFor();
    const empty = page.url();
    await dropFiles(page, page.locator('.canvas'), [join(folder, name)]);
    await page.waitForURL((address) => address.href !== empty);
    await page.locator('[data-id="train"] .card__title').click();
    await page.getByLabel('Epochs', { exact: true }).waitFor();
    assert.equal(await page.getByLabel('Epochs', { exact: true }).inputValue(), '12');
  });
  await step('a cell of the confusion matrix leads to its pictures in the data set', async () => {
    await page.goto(`${origin}/runs`);
    await page.locator('.runs__name').first().click();
    await page.locator('.report__score').waitFor();
    const wrong = await nameWrongCell(page);
    await page.getByRole('button', { name: wrong, exact: true }).click();
    await page.getByRole('link', { name: 'Relabel or leave out' }).click();
    const [, truth, answer, count] = /row: (.+) taken for (.+), (\d+)$/.exec(wrong);
    await page.getByRole('heading', { name: `${truth} taken for ${answer}` }).waitFor();
    await page.locator('.examples__cell img').first().waitFor();
    assert.equal(await page.locator('.examples__cell').count(), Number(count));
  });
  await step('the data set shows how a split would divide it, and another seed', async () => {
    await page.getByRole('button', { name: 'Show how it would be divided' }).click();
    const counts = page.getByRole('group', { name: 'Examples by class and part' });
    await counts.waitFor();
    const cells = await counts.locator('td').allInnerTexts();
    assert.equal(
      cells.reduce((sum, cell) => sum + Number(cell), 0),
      704,
    );
    const first = page.getByRole('region', { name: 'Some of Test' }).locator('li').first();
    const before = await first.getAttribute('title');
    const divided = page.waitForResponse((reply) => reply.url().includes('seed=2'));
    await page.getByRole('button', { name: 'Another seed' }).click();
    assert.equal((await divided).status(), 200);
    await page.waitForFunction(
      (title) => document.querySelector('[aria-label="Some of Test"] li')?.title !== title,
      before,
    );
  });
  await step('a second tab hears of the same run', async () => {
    const other = await context.newPage();
    await other.goto(`${origin}/runs`);
    await other.locator('.runs__name').first().click();
    await other.locator('.report__score').waitFor();
    await other.close();
  });
  await step('settings are tried, and the best one is registered in one press', async () => {
    await page.goto(pipeline);
    await page.locator('[data-id="train"]').waitFor();
    const last = await page.locator('.run-link').getAttribute('href');
    await page.getByRole('button', { name: 'More ways to run' }).click();
    await page.getByRole('menuitem', { name: 'Try settings, repeat' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Vary' }).click();
    await page.getByRole('option', { name: 'Learning rate' }).click();
    await dialog.getByLabel('Values').fill('0.0001, 0.002');
    await dialog.getByRole('button', { name: 'Try them' }).click();
    await page.locator(`.run-link:not([href="${last}"])`).click();
    const press = page.getByRole('button', { name: 'Register the best', exact: true });
    await press.waitFor({ timeout: RUN_LIMIT_MS });
    await page.getByText(/The best of 2 looks too good by luck: .* by \d/).waitFor();
    await press.click();
    const facts = page.locator('.run__facts');
    await facts.getByRole('link', { name: 'objects' }).waitFor({ timeout: RUN_LIMIT_MS });
    await facts.getByText('Done').waitFor();
    await page.locator('.report__score').waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'See the best one' }).waitFor();
  });
  assert.deepEqual(faults, [], 'the pages complained');
});

/** Label of a cell off the diagonal that has examples in it. */
async function nameWrongCell(page) {
  return page.locator('.confusion tbody').evaluate((body) => {
    const wrong = [...body.rows].flatMap((row, truth) =>
      [...row.querySelectorAll('button')].filter(
        (cell, answer) => answer !== truth && !cell.disabled,
      ),
    );
    return wrong[0]?.getAttribute('aria-label') ?? '';
  });
}

test('a newcomer predicts on a picture of their own within 10 clicks', async (t) => {
  const { browser, page } = await openBrowser();
  t.after(() => browser.close());
  let clicks = 0;
  const click = async (locator, options) => {
    clicks += 1;
    await locator.click(options);
  };
  await page.goto(url);
  await click(page.locator('.template', { hasText: 'transfer from ImageNet' }).first());
  await page.locator('[data-id="train"]').waitFor();
  const picture = await page.screenshot({ type: 'png' });
  await click(page.locator('.run-button'));
  await click(page.getByRole('link', { name: 'Try it' }), { timeout: RUN_LIMIT_MS });
  const chosen = page.waitForEvent('filechooser');
  await click(page.locator('.mantine-Dropzone-root'));
  clicks += 1; // In the dialog of the system: the picture.
  await (await chosen).setFiles({ name: 'own.png', mimeType: 'image/png', buffer: picture });
  await page.locator('.answer__bars li').first().waitFor({ timeout: 60_000 });
  assert.ok(clicks <= 10, `${clicks} clicks`);
  t.diagnostic(`${clicks} clicks`);
  // What the blocks of the model make of that picture.
  await page.getByText('What each block of the model sees').click();
  const maps = page.locator('.feature-maps canvas');
  await maps.nth(23).waitFor({ timeout: 60_000 });
  await page.getByRole('combobox', { name: 'Block' }).click();
  await page.getByRole('option', { name: /^block7a/ }).click();
  await page.locator('.feature-maps canvas[width="7"]').nth(23).waitFor({ timeout: 60_000 });
  assert.equal(await maps.count(), 24);
});
