// What is wrong with a graph leads to its place, and is mended in one press.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card, drag, middleOfPath, openBrowser, port, takeSteps, until } from './browser.mjs';
import { createPipeline, origin, readTemplate, url } from './stack.mjs';

const wire = (page, id) => page.getByTestId(`rf__edge-${id}`);

test('problems by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser({ width: 1600, height: 1000 });
  t.after(() => browser.close());
  const step = takeSteps(t);
  const graph = await readTemplate('objects-feature-extraction');
  const pipelineId = await createPipeline(graph, `Problems ${Date.now()}`);
  await page.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
  await card(page, 'train').waitFor();

  await step('a problem leads to its node, and is mended in one press', async () => {
    const path = wire(page, 'data.dataset>split.dataset').locator('.react-flow__edge-interaction');
    const { x, y } = await middleOfPath(path);
    await page.mouse.click(x, y);
    await page.keyboard.press('Delete');
    await wire(page, 'data.dataset>split.dataset').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: /^Problems/ }).click();
    const problem = page
      .locator('.problem')
      .filter({ has: page.getByRole('button', { name: /^Connect/ }) });
    await problem.filter({ hasText: '"Split" needs a data set at "Data set"' }).waitFor();
    await problem.getByRole('button', { name: /^Connect "[A-Z][^"]*" of "[A-Z]/ }).waitFor();
    const canvas = await page.locator('.canvas').boundingBox();
    await page.mouse.move(canvas.x + 40, canvas.y + 40);
    await page.mouse.down();
    await page.mouse.move(canvas.x + 40, canvas.y + canvas.height - 10, { steps: 4 });
    await page.mouse.up();
    for (let press = 0; press < 3; press += 1) {
      await page.getByRole('button', { name: 'Zoom in', exact: true }).click();
    }
    const isInSight = async () => {
      const box = await card(page, 'split').boundingBox();
      const [right, bottom] = [canvas.x + canvas.width, canvas.y + canvas.height];
      return (
        box.x >= canvas.x &&
        box.y >= canvas.y &&
        box.x + box.width <= right &&
        box.y + box.height <= bottom
      );
    };
    await until(page, 'the node is out of sight', async () => !(await isInSight()));
    await problem.first().locator('.problem__text').click();
    await page.getByLabel('Name of the node').waitFor();
    await until(page, 'the view went there', isInSight);
    await page.keyboard.press('1');
    const count = await page.locator('.problem').count();
    await problem
      .first()
      .getByRole('button', { name: /^Connect/ })
      .click();
    await page
      .locator('.problem')
      .nth(count - 1)
      .waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await wire(page, 'data.dataset>split.dataset').waitFor({ state: 'attached' });
  });
  await step('a node that is missing is put in by one press', async () => {
    await drag(
      page,
      port(page, 'source', 'freeze', 'model'),
      port(page, 'target', 'train', 'model'),
    );
    await wire(page, 'freeze.model>train.model').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Add a head for the classes of this data set' }).click();
    await wire(page, 'train-head.model>train.model').waitFor({ state: 'attached' });
    await wire(page, 'freeze.model>train-head.model').waitFor({ state: 'attached' });
    for (let step = 0; step < 2; step += 1) await page.keyboard.press('Control+z');
    await wire(page, 'head.model>train.model').waitFor({ state: 'attached' });
  });
  await step(
    'training and validation on the same examples get a split between, by one press',
    async () => {
      const data = port(page, 'source', 'data', 'dataset');
      for (const name of ['train', 'validation']) {
        await drag(page, data, port(page, 'target', 'train', name));
        await wire(page, `data.dataset>train.${name}`).waitFor({ state: 'attached' });
      }
      const problem = page.locator('.problem', {
        hasText: 'Validation shares examples with training',
      });
      await problem.getByRole('button', { name: 'Insert a split' }).click();
      await problem.waitFor({ state: 'detached' });
      await wire(page, 'data.dataset>train-split.dataset').waitFor({ state: 'attached' });
      for (const name of ['train', 'validation']) {
        await wire(page, `train-split.${name}>train.${name}`).waitFor({ state: 'attached' });
        await wire(page, `data.dataset>train.${name}`).waitFor({ state: 'detached' });
      }
      await page.keyboard.press('Control+z');
      await card(page, 'train-split').waitFor({ state: 'detached' });
      await problem.waitFor();
    },
  );
  assert.deepEqual(faults, []);
});
