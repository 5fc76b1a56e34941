// A pipeline as a program, by gesture: read, copied and taken away, for Keras and for Node, with what it needs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card, openBrowser, selectCards, takeSteps, until } from './browser.mjs';
import { takeDownload } from './files.mjs';
import { createPipeline, origin, readTemplate, url } from './stack.mjs';

test('a pipeline as a program, by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  const graph = await readTemplate('objects-feature-extraction');
  const pipelineId = await createPipeline(graph, `As a program ${Date.now()}`);
  await page.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
  await card(page, 'train').waitFor();
  const dialog = page.getByRole('dialog');
  const open = async () => {
    await page.getByRole('button', { name: 'More about this pipeline' }).click();
    await page.getByRole('menuitem', { name: 'Show as code' }).click();
    await dialog.waitFor();
  };
  const close = async () => {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  };
  const textOf = (name) => dialog.getByRole('region', { name, exact: true }).textContent();
  const take = (name) =>
    takeDownload(page, () => dialog.getByRole('button', { name: `Download ${name}` }).click());

  await step('a script for Keras is read, copied and downloaded', async () => {
    await open();
    const program = await textOf('train.py');
    assert.match(program, /^import /m);
    assert.match(program, /keras/);
    assert.match(program, /emoji-objects/);
    await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
    await dialog.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), program);
    const { name, bytes } = await take('train.py');
    assert.deepEqual([name, bytes.toString()], ['train.py', program]);
  });
  await step('so is one for Node, with the list of the examples that it learns from', async () => {
    await dialog.getByRole('tab', { name: 'Node, TensorFlow.js' }).click();
    const program = await textOf('train.mjs');
    assert.match(program, /@tensorflow\/tfjs-node/);
    assert.equal((await take('train.mjs')).bytes.toString(), program);
    const listed = JSON.parse((await take('examples.json')).bytes.toString());
    const examples = Object.values(listed).flat();
    assert.ok(examples.length > 500, `${examples.length} examples`);
    assert.ok(examples.every(({ file, label }) => file.includes(`/${label}/`)));
    await close();
  });
  await step('what is changed on the canvas is another program', async () => {
    await selectCards(page, 'train');
    await page.locator('#field-epochs').fill('7');
    await open();
    await until(page, 'seven epochs', async () =>
      /epochs = 7\b|epochs=7\b/i.test(await textOf('train.py')),
    );
    await close();
  });
  await step('a pipeline with a problem says that it must be mended first', async () => {
    await selectCards(page, 'data');
    await page.keyboard.press('Delete');
    await card(page, 'data').waitFor({ state: 'detached' });
    await open();
    await dialog.getByText(/^\d+ problems? must be mended first\.$/).waitFor();
    assert.equal(await dialog.getByRole('button', { name: /^Download/ }).count(), 0);
  });
  assert.deepEqual(faults, [], 'the pages complained');
});
