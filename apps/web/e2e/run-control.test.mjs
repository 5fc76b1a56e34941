// What people do with a run while it goes on, and after it has ended.
import { test } from 'node:test';
import { card, openBrowser, saved, takeSteps, until } from './browser.mjs';
import { matchAge, waitForPlan } from './reused-since.mjs';
import { askApi, cancelRuns, createPipeline, origin, readTemplate, url } from './stack.mjs';

const LIMIT = 120_000;

/** A training that no machine ends by itself while the test lasts: 1000 epochs of single pictures. */
async function createLongPipeline() {
  const graph = await readTemplate('objects-feature-extraction');
  const nodes = graph.nodes.map((node) =>
    node.id === 'train'
      ? { ...node, params: { ...node.params, epochs: 1000, batchSize: 1, weightDecay: 1 } }
      : node,
  );
  return createPipeline({ ...graph, nodes }, `Run control ${Date.now()}`);
}

/** Until it is at the same place in two frames, one after the other. */
async function untilAtRest(page, locator) {
  let last = '';
  await until(page, 'it stays where it is', async () => {
    const now = JSON.stringify(await locator.boundingBox());
    const rests = now === last;
    last = now;
    return rests;
  });
}

test('run control by gesture', async (t) => {
  const { browser, page } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  const pipelineId = await createLongPipeline();
  t.after(() => cancelRuns(pipelineId));
  const facts = (word) =>
    page.locator('.run__facts', { hasText: word }).waitFor({ timeout: LIMIT });
  const training = page.locator('tr', { hasText: 'Train' });
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  const startFromEditor = async (way) => {
    await page.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
    await card(page, 'train').locator('.card__title').click();
    await saved(page);
    const { runs } = await askApi('GET', `/runs?limit=1&pipelineId=${pipelineId}`);
    const last = runs.length > 0 ? `/runs/${runs[0].runId}` : null;
    await page.getByRole('button', { name: 'More ways to run' }).click();
    await page.getByRole('menuitem', { name: way }).click();
    const link = page.locator(`.run-link:not([href="${last}"])`);
    await link.waitFor();
    // It moves when what controls the run comes beside it.
    await page.locator('.bar').getByRole('button', { name: 'Pause' }).waitFor();
    await untilAtRest(page, link);
    await link.click();
    // The editor shows the same steps, and is there until the page of the run is.
    await page.locator('.run__facts').waitFor();
    await training.getByRole('button', { name: 'Finish now' }).waitFor({ timeout: LIMIT });
  };
  const runId = () => page.url().split('/').at(-1);
  const countAttempts = async () => {
    const { steps } = await askApi('GET', `/runs/${runId()}`);
    return steps.find(({ node }) => node === 'train').attempts;
  };

  await step('run to here leaves out what comes after', async () => {
    await startFromEditor('Run to the selected node');
    await page.locator('tr', { hasText: 'Evaluate' }).waitFor({ state: 'detached' });
  });
  await step('pause and resume', async () => {
    await press('Pause');
    await facts('Paused');
    await press('Resume');
    await facts('Running');
  });
  await step('finish early keeps the model', async () => {
    await training.getByRole('button', { name: 'Finish now' }).click();
    await facts('Done');
  });
  await step('a rate far too high parks the step, with the reason', async () => {
    await startFromEditor('Run again from the selected node');
    await training.getByRole('button', { name: 'Learning rate' }).click();
    // With weight decay 1, weights grow 999-fold at every step.
    await page.getByRole('textbox', { name: 'Learning rate' }).fill('1000');
    await press('Set');
    await training.getByRole('button', { name: 'Skip' }).waitFor({ timeout: LIMIT });
    await training.locator('.steps__error').waitFor();
  });
  await step('a parked step can be tried again', async () => {
    const before = await countAttempts();
    await training.getByRole('button', { name: 'Try again' }).click();
    while ((await countAttempts()) === before) await page.waitForTimeout(250);
    await training.getByRole('button', { name: 'Skip' }).waitFor({ timeout: LIMIT });
  });
  await step('and skipped, with what needs it', async () => {
    await training.getByRole('button', { name: 'Skip' }).click();
    await facts('Done');
    const evaluation = page.locator('tr', { hasText: 'Evaluate' });
    await evaluation.locator('[data-state="skipped"]').waitFor();
  });
  await step('running again says what is reused, why and since when', async () => {
    const ended = page.url();
    await press('Run again');
    const [planning, drawn] = [waitForPlan(page), Date.now()];
    await page.getByRole('menuitem', { name: 'Go on from here' }).click();
    const reused = page.locator('.plan li[data-decision="hit"] .plan__reason');
    const [{ since }] = (await planning).filter(({ decision }) => decision === 'hit');
    await reused
      .first()
      .and(page.getByText(matchAge('.*, computed ', since, drawn)))
      .waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click();
    await page.waitForURL((address) => address.href !== ended);
  });
  await step('what waits meanwhile stands in the queue, where its order is changed', async () => {
    const training = page.url();
    await facts('Running');
    const waiting = [];
    for (const seed of ['71', '72']) {
      const overrides = { 'split.seed': seed };
      const { runId } = await askApi('POST', '/runs', { pipelineId, overrides });
      waiting.push(runId);
    }
    const waits = page.locator('section', { hasText: 'Waiting for a free CPU worker' });
    const rowOf = (id) => waits.locator('tr', { has: page.locator(`a[href="/runs/${id}"]`) });
    const row = (id, place) =>
      rowOf(id).filter({ has: page.getByRole('cell', { name: place, exact: true }) });
    const stands = async (id, place) => (await row(id, place).count()) === 1;
    await page.goto(origin + '/runs');
    await page.getByRole('link', { name: 'Queue' }).click();
    for (const id of waiting) await rowOf(id).waitFor({ timeout: LIMIT });
    // Its own page says the same, and of each step that waits for another one for which.
    await page.goto(`${origin}/runs/${waiting[0]}`);
    const stepOf = (title) => page.locator('tbody tr', { hasText: title });
    await stepOf('Extract features')
      .getByText(/^Waiting for a free CPU worker \(\d+ connected\)$/)
      .waitFor({ timeout: LIMIT });
    await stepOf('Train the head').getByText('Waiting for Extract features').waitFor();
    await page.goto(`${origin}/queue`);
    // Who is first may change while one of them finds results that are there already.
    await until(page, 'one stands behind the other', async () => {
      if (await stands(waiting[1], '1')) waiting.reverse();
      return (await stands(waiting[0], '1')) && (await stands(waiting[1], '2'));
    });
    await row(waiting[1], '2').getByLabel('Priority').selectOption('Goes first');
    await row(waiting[1], '1').waitFor();
    for (const id of waiting.reverse()) {
      await row(id, '1').getByRole('button', { name: 'Cancel' }).click();
      await row(id, '1').waitFor({ state: 'detached' });
    }
    await page.goto(training);
  });
  await step('it is paused, and can be cancelled so', async () => {
    await training.getByRole('button', { name: 'Finish now' }).waitFor({ timeout: LIMIT });
    await press('Pause');
    await facts('Paused');
    await press('Cancel');
    await facts('Cancelled');
  });
  await step('before it is begun again, the plan says from which epoch it goes on', async () => {
    await page.getByRole('link', { name: 'Open the pipeline' }).click();
    await card(page, 'train').waitFor();
    await saved(page);
    await page.getByRole('button', { name: 'More ways to run' }).click();
    await page.getByRole('menuitem', { name: 'What will run?' }).click();
    const resumed = page.locator('.plan li[data-decision="resume"]');
    await resumed
      .filter({ hasText: 'Train the head' })
      .filter({ hasText: /Resumes at epoch \d+/ })
      .getByText(/^a checkpoint of the same work is kept: it goes on in epoch \d+$/)
      .waitFor();
  });
});
