// A node that asks for a label which no worker has: that is said before the run and while it waits.
import { test } from 'node:test';
import { card, openBrowser, takeSteps } from './browser.mjs';
import { cancelRuns, createPipeline, origin, readTemplate, url } from './stack.mjs';

test('a node that asks for a label', async (t) => {
  const { browser, page } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  const graph = await readTemplate('objects-feature-extraction');
  const nodes = graph.nodes.map((node) =>
    node.id === 'train'
      ? { ...node, workerLabels: ['far-away'], params: { ...node.params, seed: 4711 } }
      : node,
  );
  const pipelineId = await createPipeline({ ...graph, nodes }, `Far away ${Date.now()}`);
  t.after(() => cancelRuns(pipelineId));
  await page.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
  // The whole pipeline is seen from afar, where cards hide small words.
  await card(page, 'train')
    .locator('.card__labels', { hasText: 'far-away' })
    .waitFor({ state: 'attached' });

  await step('the plan says that no worker has it', async () => {
    await page.getByRole('button', { name: 'More ways to run' }).click();
    await page.getByRole('menuitem', { name: 'What will run?' }).click();
    const plan = page.getByRole('dialog', { name: 'What will run?' });
    await plan
      .locator('.plan__warnings')
      .getByText('asks for a worker with the label far-away, and none is connected')
      .waitFor();
    await plan.getByRole('button', { name: 'Run', exact: true }).click();
  });
  await step('the queue says that it waits for one, and that none is connected', async () => {
    const link = await page.locator('.run-link').first().getAttribute('href');
    await page.goto(`${origin}/runs`);
    await page.getByRole('link', { name: 'Queue' }).click();
    const sentence = 'Waiting for a worker with the label far-away (0 connected)';
    await page.locator('section', { hasText: sentence }).locator(`a[href="${link}"]`).waitFor();
  });
});
