// What leaves a pipeline and comes back: as a file, also one of an earlier Graft, as text, and as a version.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { card, openBrowser, saved, selectCards, takeSteps, until } from './browser.mjs';
import { chooseFiles, dropFiles, writeFolder } from './files.mjs';
import { cancelRuns, createPipeline, origin, readTemplate, url } from './stack.mjs';

/** The main template as Graft shipped it on its first day: what nodes have learned to ask since is not in it. */
const FIRST = join(import.meta.dirname, 'first-day.graph.json');

test('files and versions by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser({ width: 1600, height: 1000 });
  t.after(() => browser.close());
  const step = takeSteps(t);
  const graph = await readTemplate('objects-feature-extraction');
  const pipelineId = await createPipeline(graph, `Files ${Date.now()}`);
  await page.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
  await card(page, 'train').waitFor();
  const cards = page.locator('.react-flow__node');

  await step('a pipeline leaves as a file and comes back as one', async () => {
    const count = await cards.count();
    await page.getByRole('button', { name: 'More about this pipeline' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByText('Download as a file').click();
    const file = await (await downloading).path();
    assert.equal(JSON.parse(await readFile(file, 'utf8')).nodes.length, count);
    await page.goto(origin);
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Open a file' }).click();
    await (await choosing).setFiles(file);
    await card(page, 'train').waitFor();
    assert.equal(await cards.count(), count);
  });
  await step('so does one that Graft wrote on its first day, and it could be run', async () => {
    const old = JSON.parse(await readFile(FIRST, 'utf8'));
    assert.ok(!('group' in old.nodes.find(({ id }) => id === 'split').params));
    await page.goto(origin);
    const press = () => page.getByRole('button', { name: 'Open a file' }).click();
    await chooseFiles(page, press, FIRST);
    await card(page, 'train').waitFor();
    assert.equal(await cards.count(), old.nodes.length);
    await selectCards(page, 'split');
    // What was not asked then is as it was then.
    const field = page.getByRole('combobox', { name: 'Keep together' });
    if ((await field.count()) === 0) await page.getByText('Advanced', { exact: true }).click();
    await until(page, 'the default', async () => (await field.inputValue()) === 'Same content');
    await page.keyboard.press('Escape');
    await page.keyboard.press('p');
    const plan = page.getByRole('dialog', { name: 'What will run?' });
    await plan.locator('li[data-decision]').filter({ hasText: 'Train the head' }).waitFor();
    assert.ok(await plan.getByRole('button', { name: 'Run', exact: true }).isEnabled());
    await page.keyboard.press('Escape');
    await plan.waitFor({ state: 'detached' });
    await saved(page);
  });
  await step('so does a file that is dropped on the canvas of another pipeline', async () => {
    const here = page.url();
    const before = await cards.count();
    const folder = await writeFolder(t, {
      'dropped.json': JSON.stringify({
        ...(await readTemplate('digits-transfer')),
        name: 'Dropped',
      }),
      'other.json': '{"format":"graft.graph/2","nodes":[],"edges":[]}',
      'picture.png': await page.screenshot(),
    });
    const drop = (name) => dropFiles(page, page.locator('.canvas'), [join(folder, name)]);
    await drop('other.json');
    await page.getByText('The format of the graph is "graft.graph/2", but this version').waitFor();
    await drop('picture.png');
    await page.getByText("picture.png can't be opened").waitFor();
    assert.equal(page.url(), here);
    await drop('dropped.json');
    await page.waitForURL((address) => address.href !== here);
    await until(
      page,
      'its nodes',
      async () => (await cards.count()) !== before && (await cards.count()) > 0,
    );
    await saved(page);
    await page.goto(here);
    await card(page, 'train').waitFor();
  });
  await step('a wire that can’t be is a problem of a file, too, with the same reason', async () => {
    const here = page.url();
    const graph = await readTemplate('objects-feature-extraction');
    const edges = graph.edges.filter(({ to }) => `${to.node}.${to.port}` !== 'evaluate.model');
    const from = { node: 'split', port: 'test' };
    edges.push({ from, to: { node: 'evaluate', port: 'model' } });
    const text = JSON.stringify({ ...graph, edges, name: 'With a wire that can’t be' });
    const folder = await writeFolder(t, { 'wrong.json': text });
    await dropFiles(page, page.locator('.canvas'), [join(folder, 'wrong.json')]);
    await page.waitForURL((address) => address.href !== here);
    await page.getByRole('tab', { name: /^Problems/ }).click();
    const reason = '"Test" gives a data set, but "Model" takes a model';
    await page.locator('.problem', { hasText: reason }).waitFor();
    await saved(page);
    await page.goto(here);
    await card(page, 'train').waitFor();
    // The same text from any editor, pasted.
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await selectCards(page);
    await page.keyboard.press('Control+v');
    await page.locator('.problem', { hasText: reason }).waitFor();
    await page.keyboard.press('Control+z');
    await page.locator('.problem', { hasText: reason }).waitFor({ state: 'detached' });
    await saved(page);
  });
  await step('versions: one is named, a run keeps another, and any two are compared', async () => {
    await page.keyboard.press('Control+s');
    const dialog = page.getByRole('dialog', { name: 'History' });
    await dialog.getByLabel('Keep the pipeline as it is now').fill('before more epochs');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'before more epochs', pressed: true }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await card(page, 'train').locator('.card__title').click();
    await page.getByLabel('Epochs', { exact: true }).fill('33');
    const opened = new URL(page.url()).pathname.split('/').at(-1);
    t.after(() => cancelRuns(opened));
    await page.locator('.run-button').click();
    await page.locator('.run-link').waitFor();
    await page.getByRole('button', { name: 'More about this pipeline' }).click();
    await page.getByRole('menuitem', { name: 'History' }).click();
    await dialog.getByText('No difference').waitFor();
    await dialog.getByRole('button', { name: 'before more epochs' }).click();
    await dialog.getByText('Epochs: 20 → 33').waitFor();
    await dialog.getByRole('combobox', { name: 'Compared with' }).click();
    await page.getByRole('option', { name: 'Version 2' }).click();
    await dialog.getByText('Epochs: 20 → 33').waitFor();
  });
  await step('and a version is restored', async () => {
    await page.getByRole('button', { name: 'Restore' }).click();
    await card(page, 'train').locator('.card__title').click();
    assert.equal(await page.getByLabel('Epochs', { exact: true }).inputValue(), '20');
  });
  assert.deepEqual(faults, []);
});
