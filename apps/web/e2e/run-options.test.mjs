// A run as the editor shows it: progress, time left and log of each node, pause and end, a notice outside; and the
// search of a learning rate.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { card, openBrowser, saved, selectCards, takeSteps, until } from './browser.mjs';
import { matchAge, waitForPlan } from './reused-since.mjs';
import { askApi, cancelRuns, createPipeline, origin, readTemplate, url } from './stack.mjs';
import { readWatched, watchCanvas } from './watch-canvas.mjs';

const LIMIT = 120_000;
const ALLOWED = ['clipboard-read', 'clipboard-write', 'notifications'];

/** A training that nothing ends by itself while the test lasts, of a seed that no other has. */
async function createLongPipeline() {
  const graph = await readTemplate('objects-feature-extraction');
  const seed = 1 + (Date.now() % 100_000);
  const nodes = graph.nodes.map((node) =>
    node.id === 'train'
      ? { ...node, params: { ...node.params, epochs: 1000, batchSize: 8, seed } }
      : node,
  );
  return createPipeline({ ...graph, nodes }, `Watched ${Date.now()}`);
}

/** A pipeline of the same nodes has run since, with other settings. */
async function runTwin(pipelineId) {
  const { draft } = await askApi('GET', `/pipelines/${pipelineId}`);
  const twin = await createPipeline(draft, `Twin ${Date.now()}`);
  await askApi('POST', '/runs', { pipelineId: twin, overrides: { 'train.epochs': 5 } });
  await cancelRuns(twin);
}

/** Two cut points of one base, scored on so few pictures that it takes moments. */
async function createRankingPipeline() {
  const { nodes, edges, ...graph } = await readTemplate('which-base');
  const left = new Set(['data', 'split', 'base', 'middle', 'early', 'rank']);
  const names = { params: { names: ['Up to block 3', 'Up to block 1'], examples: 40 } };
  const kept = nodes.filter(({ id }) => left.has(id));
  return createPipeline(
    {
      ...graph,
      nodes: kept.map((node) => (node.id === 'rank' ? { ...node, ...names } : node)),
      edges: edges.filter(({ from, to }) => left.has(from.node) && left.has(to.node)),
    },
    `Ranked ${Date.now()}`,
  );
}

/** In the page, before its code runs: the browser's own notices go out as ever, and are noted down. */
function noteNotices() {
  window.shownNotices = [];
  window.Notification = class extends Notification {
    constructor(title, options) {
      super(title, options);
      window.shownNotices.push(`${title}: ${options.body}`);
    }
  };
}

/** The browser asks the person about notices, as it does outside of tests; else it refuses them all. */
async function letAsk(browser, devtools) {
  const { targetInfo } = await devtools.send('Target.getTargetInfo');
  const { browserContextId } = targetInfo;
  const permission = { name: 'notifications' };
  const whole = await browser.newBrowserCDPSession();
  await whole.send('Browser.setPermission', {
    ...{ permission, setting: 'prompt', origin, browserContextId },
  });
}

test('a run by gesture, in the editor', async (t) => {
  const { browser, context, page, faults } = await openBrowser({ width: 1600, height: 1000 });
  t.after(() => browser.close());
  const step = takeSteps(t);
  await page.addInitScript(noteNotices);
  const devtools = await context.newCDPSession(page);
  await letAsk(browser, devtools);
  const pipelineId = await createLongPipeline();
  t.after(() => cancelRuns(pipelineId));
  await page.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
  await card(page, 'train').waitFor();
  const runLink = (word) =>
    page.locator('.run-link', { hasText: word }).waitFor({ timeout: LIMIT });
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  const train = card(page, 'train');
  const log = (name) => page.getByRole('list', { name: `Log of ${name}` });

  await step('a person asks to be told of the end, and the browser allows it', async () => {
    await press('More ways to run');
    const item = page.getByRole('menuitem', { name: 'Tell me when it ends' });
    await item.waitFor();
    await context.grantPermissions(ALLOWED, { origin });
    await item.click();
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await press('More ways to run');
    await page.getByRole('menuitem', { name: 'All runs' }).waitFor();
    assert.equal(await item.count(), 0, 'nobody is asked twice');
    await page.keyboard.press('Escape');
  });
  await step('the log says how there will be one', async () => {
    await page.getByRole('tab', { name: 'Log' }).click();
    await page.getByText('Press Run: what happens at each node').waitFor();
  });
  await step('a search finds a learning rate, and plots the loss over it', async () => {
    await selectCards(page, 'train');
    await press('More ways to run');
    await page.getByRole('menuitem', { name: 'Find a learning rate' }).click();
    await page.locator('.run-link', { hasText: 'Done' }).click({ timeout: LIMIT });
    const plot = page.getByRole('figure', { name: 'Loss by learning rate' });
    await plot.locator('path.recharts-line-curve').waitFor();
    await page.getByText(/^Suggested/).waitFor();
    await page.getByRole('link', { name: 'Open the pipeline' }).click();
    await train.waitFor();
  });
  await step('a node that runs has state, bar and time left on its card', async () => {
    await saved(page);
    await page.keyboard.press('Control+Enter');
    await train
      .locator('.state-chip[data-state="running"]', { hasText: 'Running' })
      .waitFor({ timeout: LIMIT });
    await train.locator('.state-chip svg').waitFor();
    await press('Zoom in');
    await press('Zoom in');
    await train.getByRole('progressbar').waitFor();
    await train.locator('.card__kind', { hasText: / left$/ }).waitFor({ timeout: LIMIT });
    await page
      .locator('.running-step', { hasText: /^Train the head: .*epoch/ })
      .waitFor({ timeout: LIMIT });
    await page.keyboard.press('1');
  });
  await step('opened anew meanwhile, the editor shows the run as it is', async () => {
    const again = await context.newPage();
    await again.goto(page.url());
    const there = card(again, 'train');
    await there.locator('.state-chip[data-state="running"]').waitFor();
    await there.getByRole('progressbar').waitFor();
    await card(again, 'split').locator('.state-chip', { hasText: 'Ready' }).waitFor();
    await again.locator('.run-link', { hasText: 'Running' }).waitFor();
    await again.close();
  });
  await step('what it tells draws its own card anew, and never the list of nodes', async () => {
    await watchCanvas(page, 'train');
    const { lists, drawn, cards } = await readWatched(page, 12, LIMIT);
    assert.ok(cards > 5);
    assert.deepEqual({ lists, drawn }, { lists: 0, drawn: ['train'] });
  });
  await step('its log tells what happened at it, and goes on', async () => {
    await selectCards(page, 'train');
    await page.getByRole('tab', { name: 'Log' }).click();
    const lines = log('Train the head').getByRole('listitem');
    await lines
      .filter({ hasText: /Running/ })
      .first()
      .waitFor();
    await lines.filter({ hasText: /Epoch 1: loss [\d.]+, accuracy/ }).waitFor({ timeout: LIMIT });
    const count = await lines.count();
    await lines.nth(count).waitFor({ timeout: LIMIT });
    assert.equal(await lines.filter({ hasText: 'Split' }).count(), 0);
  });
  await step('it is searched and saved as a file', async () => {
    const lines = log('Train the head').getByRole('listitem');
    await page.getByLabel('Search the log').fill('epoch 1:');
    await until(page, 'only that is left', async () => (await lines.count()) === 1);
    await assertAccessible(page);
    const downloading = page.waitForEvent('download');
    await press('Download');
    const file = await downloading;
    assert.equal(file.suggestedFilename(), 'Train the head.log');
    assert.match(await readFile(await file.path(), 'utf8'), /Train the head {2}Epoch 1: loss/);
    await page.getByLabel('Search the log').fill('');
  });
  await step(
    'without a selected node it is that of the run, with the names of the nodes',
    async () => {
      await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } });
      const lines = log('the whole run').getByRole('listitem');
      await lines.filter({ hasText: 'Train the head' }).first().waitFor();
      await lines
        .filter({ hasText: /Running$/ })
        .first()
        .waitFor();
    },
  );
  await step('a node that only describes says that it has none', async () => {
    await selectCards(page, 'freeze');
    await page.getByText('This node has no step of its own').waitFor();
  });
  await step('it is paused and resumed from the bar', async () => {
    await press('Pause the run');
    await runLink('Paused');
    await press('Resume the run');
    await runLink('Running');
  });
  await step('its end is told outside of the page while the person looks elsewhere', async () => {
    await page.getByRole('tab', { name: 'Steps' }).click();
    const elsewhere = await context.newPage();
    // Playwright tells every page that it has the focus; a browser tells only one.
    await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    await page.bringToFront();
    await page.getByRole('button', { name: 'Finish now' }).click({ timeout: LIMIT });
    await elsewhere.bringToFront();
    // A page that nobody looks at draws no frames.
    const patience = { timeout: LIMIT, polling: 200 };
    await page.waitForFunction(() => window.shownNotices.length > 0, null, patience);
    const notices = await page.evaluate(() => window.shownNotices);
    assert.deepEqual(notices.length, 1);
    assert.match(notices[0], /^The run is done: Watched/);
    await elsewhere.close();
    await page.bringToFront();
    await runLink('Done');
    await page.getByText('Registered as objects, version').waitFor();
  });
  const plan = page.getByRole('dialog', { name: 'What will run?' });
  const planned = (decision, name, reason) =>
    plan
      .locator(`li[data-decision="${decision}"]`, { hasText: name })
      .locator('.plan__reason', { hasText: reason })
      .first()
      .waitFor({ timeout: LIMIT });
  await step(
    'P says of each node whether it runs, and why: what was changed, and how',
    async () => {
      await selectCards(page, 'train');
      await runTwin(pipelineId);
      await page.getByLabel('Epochs', { exact: true }).fill('999');
      await page.getByRole('heading', { name: 'What comes out' }).click();
      const [planning, drawn] = [waitForPlan(page), Date.now()];
      await page.keyboard.press('p');
      await planned('run', 'Train the head', /^epochs changed from 1000 to 999$/);
      await planned('run', 'Evaluate', /^the model was trained differently$/);
      await planned('run', 'Keep the model', /^it has an effect, so it runs every time$/);
      const { since } = (await planning).find(({ decision }) => decision === 'hit');
      await planned('hit', 'Extract features', matchAge('.*, computed ', since, drawn));
      await page.keyboard.press('Escape');
      await plan.waitFor({ state: 'detached' });
    },
  );
  await step('a key runs to the selected node and no further, and another cancels it', async () => {
    await saved(page);
    await page.getByRole('tab', { name: 'Steps' }).click();
    await page.keyboard.press('Control+Shift+Enter');
    await runLink('Running');
    const steps = page.locator('.panel table tbody tr');
    await steps.filter({ hasText: 'Train the head' }).waitFor({ timeout: LIMIT });
    assert.equal(await steps.filter({ hasText: /Evaluate|Keep the model/ }).count(), 0);
    await page.keyboard.press('Control+Alt+Enter');
    await runLink('Cancelled');
    await page.keyboard.press('Control+Alt+Enter');
    await page.getByText('No run of this pipeline goes on.').waitFor();
  });
  await step('opened anew, the editor shows that run, too: it is one of its pipeline', async () => {
    const last = await page.locator('.run-link').getAttribute('href');
    await page.reload();
    await page.locator(`.run-link[href="${last}"]`, { hasText: 'Cancelled' }).waitFor();
  });
  await step('what a ranking of bases found is a table in a tab, the best first', async () => {
    const id = await createRankingPipeline();
    await page.goto(`${origin}/pipelines/${id}`);
    await selectCards(page, 'rank');
    const scores = page.getByRole('tab', { name: 'Scores (what comes out)' });
    await scores.click();
    await page.getByRole('button', { name: 'Run to this node' }).click();
    await runLink('Done');
    const rows = page.getByRole('table', { name: 'Scores' }).locator('tbody tr');
    await rows.nth(1).waitFor();
    const names = await rows.locator('td:first-child').allInnerTexts();
    assert.deepEqual(names.sort(), ['Up to block 1', 'Up to block 3']);
    // Ranked by nearest neighbours, LogME and the linear classifier.
    const read = async (row) => (await row.locator('td').allInnerTexts()).map(parseFloat);
    const [best, other] = [await read(rows.nth(0)), await read(rows.nth(1))];
    const leads = [1, 2, 4].map((at) => Math.sign(best[at] - other[at]));
    assert.ok(leads[0] + leads[1] + leads[2] >= 0, `${best} before ${other}`);
  });
  assert.deepEqual(faults, []);
});
