// Nodes become a component, are run, put into another pipeline, changed and unpacked: by gesture.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  card,
  drag,
  middleOfPath,
  openBrowser,
  port,
  saved,
  selectCards,
  takeSteps,
} from './browser.mjs';
import { askApi, createPipeline, origin, readTemplate, url, waitForRun } from './stack.mjs';

const wire = (page, id) => page.getByTestId(`rf__edge-${id}`);

test('components by gesture', async (t) => {
  const graph = await readTemplate('objects-feature-extraction');
  const name = `Head ${Date.now()} trained`;
  const id = name.replaceAll(' ', '-').replace('H', 'h');
  const flat = await createPipeline(graph, `Without ${name}`);
  const { runId } = await askApi('POST', '/runs', { pipelineId: flat });
  await waitForRun(runId);
  const { browser, page, faults } = await openBrowser({ width: 1600, height: 1000 });
  t.after(() => browser.close());
  const step = takeSteps(t);
  const pipelineId = await createPipeline(graph, `With ${name}`);
  await page.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
  await card(page, 'train').waitFor();
  const dialog = page.getByRole('dialog');

  await step('selected nodes become a component, by the context menu', async () => {
    await selectCards(page, 'head', 'train');
    await card(page, 'train').locator('.card__title').click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Make a component/ }).waitFor();
    assert.equal(await page.getByRole('menuitem', { name: /^(Unpack|Look inside)/ }).count(), 0);
    await page.getByRole('menuitem', { name: /^Make a component/ }).click();
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel(/: Epochs$/).check();
    await dialog.getByRole('button', { name: 'Make the component' }).click();
    await card(page, id).waitFor();
    await card(page, 'train').waitFor({ state: 'detached' });
    await wire(page, `freeze.model>${id}.model`).waitFor({ state: 'attached' });
    await wire(page, `${id}.model>evaluate.model`).waitFor({ state: 'attached' });
    await page
      .getByRole('region', { name: 'Component', exact: true })
      .getByText('Linked to version 1')
      .waitFor();
    await page.locator('#field-epochs').waitFor();
  });
  await step('it is one step, back and forth', async () => {
    await page.keyboard.press('Control+z');
    await card(page, 'train').waitFor();
    await card(page, id).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+z');
    await card(page, id).waitFor();
  });
  await step(
    'a run reuses what the pipeline without it has made, and its card says so',
    async () => {
      await saved(page);
      await page.keyboard.press('Control+Enter');
      await card(page, id).locator('.state-chip[data-state="reused"]').waitFor();
    },
  );
  await step('a look inside shows its nodes and how they ran', async () => {
    await card(page, id).locator('.card__title').click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Unpack/ }).waitFor();
    await page.getByRole('menuitem', { name: /^Look inside/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await selectCards(page, id);
    await page.keyboard.press('i');
    const inside = dialog.locator(`.react-flow__node[data-id="${id}/train"]`);
    await inside.locator('.state-chip[data-state="reused"]').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });
  await step('a wire dropped on the canvas offers it, and it is wired', async () => {
    const { x, y, width, height } = await page.locator('.canvas').boundingBox();
    const empty = { x: x + width / 2, y: y + height - 120 };
    await drag(page, port(page, 'source', 'freeze', 'model'), empty);
    await dialog.getByLabel('Search nodes to add').fill(name);
    await dialog.getByRole('option', { name: new RegExp(`^${name}`) }).waitFor();
    await page.keyboard.press('Enter');
    await wire(page, `freeze.model>${id}2.model`).waitFor({ state: 'attached' });
    await page.keyboard.press('Control+z');
    await card(page, `${id}2`).waitFor({ state: 'detached' });
  });
  await step('dropped on a wire it goes into it, as any node', async () => {
    await page.getByRole('button', { name: 'Components', exact: true }).click();
    const item = page.getByRole('button', { name: new RegExp(`^${name} Version 1`) });
    const path = wire(page, `freeze.model>${id}.model`).locator('.react-flow__edge-interaction');
    await item.waitFor();
    await drag(page, item, await middleOfPath(path));
    await wire(page, `freeze.model>${id}2.model`).waitFor({ state: 'attached' });
    await wire(page, `${id}2.model>${id}.model`).waitFor({ state: 'attached' });
    await page.keyboard.press('Control+z');
    await wire(page, `freeze.model>${id}.model`).waitFor({ state: 'attached' });
  });
  await step('it goes into another pipeline: pasted, linked, and as a copy', async () => {
    await selectCards(page, id);
    await page.keyboard.press('Control+c');
    await page.goto(origin);
    await page.getByRole('button', { name: 'New pipeline' }).click();
    await page.locator('.canvas').waitFor();
    await page.keyboard.press('Control+v');
    await card(page, id).waitFor();
    await page.getByRole('button', { name: 'Components', exact: true }).click();
    await page.getByRole('button', { name: new RegExp(`^${name} Version 1`) }).click();
    await card(page, `${id}2`).waitFor();
    await page.getByRole('button', { name: `${name}: more` }).click();
    await page.getByRole('menuitem', { name: /^Put in a copy/ }).click();
    await card(page, 'head').waitFor();
    await wire(page, 'head.model>train.model').waitFor({ state: 'attached' });
  });
  await step(
    'changed nodes are kept as its next version, and the linked node offers it',
    async () => {
      await page.keyboard.press('Control+j');
      await dialog.getByLabel('Keep the nodes as').click();
      await page.getByRole('option', { name: `${name}, version 2` }).click();
      await dialog.getByLabel('The nodes stay as they are').check();
      await dialog.getByRole('button', { name: 'Keep version 2' }).click();
      await dialog.waitFor({ state: 'detached' });
      await card(page, id).getByText('Update available').waitFor();
    },
  );
  const section = page.getByRole('region', { name: 'Component', exact: true });
  await step('one press updates it, another all of them; undo takes each back', async () => {
    await page.keyboard.press('Shift+L');
    await selectCards(page, id);
    await section.getByRole('button', { name: 'Update', exact: true }).click();
    await section.getByText('Linked to version 2').waitFor();
    await card(page, id).getByText('Update available').waitFor({ state: 'detached' });
    await card(page, `${id}2`).getByText('Update available').waitFor();
    await page.keyboard.press('Control+z');
    await section.getByText('Linked to version 1').waitFor();
    await section.getByRole('button', { name: 'Update all 2' }).click();
    await section.getByText('Linked to version 2').waitFor();
    await card(page, `${id}2`).getByText('Update available').waitFor({ state: 'detached' });
  });
  await step('its inside is edited in place, and kept as the next version', async () => {
    await section.getByRole('button', { name: 'Edit' }).click();
    const bar = page.getByRole('region', { name: /^Editing/ });
    await bar.getByText('2 nodes').waitFor();
    await card(page, id).waitFor({ state: 'detached' });
    await page.keyboard.press('Shift+L');
    await selectCards(page, 'train2');
    await page.getByLabel('Name of the node').fill('Longer training');
    await card(page, 'train2').locator('.card__title', { hasText: 'Longer' }).waitFor();
    await saved(page);
    await page.reload();
    await bar.getByText('2 nodes').waitFor();
    await bar.getByRole('button', { name: 'Keep version 3' }).click();
    await dialog.getByRole('checkbox', { name: 'Longer training: Epochs' }).waitFor();
    await dialog.getByRole('button', { name: 'Keep version 3' }).click();
    await dialog.waitFor({ state: 'detached' });
    await bar.waitFor({ state: 'detached' });
    await section.getByText('Linked to version 3').waitFor();
    await card(page, `${id}2`).getByText('Update available').waitFor();
  });
  await step('unpacked, its nodes are ordinary nodes', async () => {
    await page.keyboard.press('u');
    await card(page, id).waitFor({ state: 'detached' });
    await card(page, 'train2').waitFor();
    await page.keyboard.press('Control+z');
    await card(page, id).waitFor();
    await saved(page);
    await page.reload();
    await card(page, id).waitFor();
  });
  await step('in the palette it is renamed, and deleted once that is confirmed', async () => {
    const other = `${name} again`;
    await page.getByRole('button', { name: 'Components', exact: true }).click();
    await page.getByRole('button', { name: `${name}: more` }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await dialog.getByLabel('Name').fill(other);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: `${other}: more` }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await dialog.getByText(/^It goes with all 3 versions/).waitFor();
    await dialog.getByRole('button', { name: 'Delete it' }).click();
    await page.getByRole('button', { name: `${other}: more` }).waitFor({ state: 'detached' });
    await card(page, id).waitFor();
  });
  assert.deepEqual(faults, []);
});
