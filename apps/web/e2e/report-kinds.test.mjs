// What a report says of pictures that have a near duplicate among those that were learned from, and of those that have none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, takeSteps } from './browser.mjs';
import { askApi, createPipeline, origin, readTemplate, url, waitForRun } from './stack.mjs';

/** The main template, short, with near duplicates wherever chance puts them. Resolves with the id of its run. */
async function runUngrouped() {
  const { nodes, edges, ...graph } = await readTemplate('objects-feature-extraction');
  const own = { split: { group: 'same-content' }, train: { epochs: 3 } };
  const changed = nodes
    .filter(({ id }) => id !== 'register')
    .map((node) => ({ ...node, params: { ...node.params, ...own[node.id] } }));
  const left = edges.filter(({ to }) => to.node !== 'register');
  const draft = { ...graph, nodes: changed, edges: left, exposed: [] };
  const pipelineId = await createPipeline(draft, `Kinds of pictures ${Date.now()}`);
  const { runId } = await askApi('POST', '/runs', { pipelineId });
  return waitForRun(runId);
}

test('the report has both figures: on kinds that are new to the model, and on seen ones', async (t) => {
  const { browser, page, faults } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  const { runId, steps } = await runUngrouped();
  const { summary } = steps.find(({ kind }) => kind === 'evaluate');
  await page.goto(`${origin}/runs/${runId}${new URL(url).hash}`);
  const report = page.locator('.report');
  await report.getByText(/of a kind that is new to it/).waitFor();
  const text = await report.innerText();
  const [unseen, unseenCount, seen, seenCount] =
    /([\d.]+) % on the (\d+) of a kind that is new to it, ([\d.]+) % on the (\d+) with a near duplicate/
      .exec(text)
      .slice(1)
      .map(Number);

  await step('as many of each as there are, all examples together', () => {
    assert.ok(seenCount > 0 && unseenCount > 0);
    assert.equal(seenCount, summary.seenKinds);
    assert.equal(seenCount + unseenCount, summary.examples);
  });
  await step('with the accuracy on each, which together are that of the report', () => {
    const shown = (share) => Number((100 * share).toFixed(1));
    assert.equal(seen, shown(summary.seenAccuracy));
    assert.equal(unseen, shown(summary.unseenAccuracy));
    const right = seenCount * summary.seenAccuracy + unseenCount * summary.unseenAccuracy;
    assert.ok(Math.abs(right - summary.accuracy * summary.examples) < 1e-6);
  });
  assert.deepEqual(faults, [], 'the pages complained');
});
