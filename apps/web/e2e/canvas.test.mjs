// What lies on the canvas beside the graph itself, and how it is arranged.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card, dragBy, isAt, openBrowser, placeOf, saved, takeSteps, until } from './browser.mjs';
import { createPipeline, origin, readTemplate, url } from './stack.mjs';

const graph = await readTemplate('objects-feature-extraction');

/** A data set, a node out of sight that reads it, one in sight that does, and others that lack a wire. */
function drawMany(count) {
  const nodes = Array.from({ length: count }, (_, at) => ({
    ...(at === 10
      ? { kind: 'dataset', params: { dataset: 'emoji-objects' } }
      : { kind: 'sample', params: {} }),
    ...{ id: `n${at}`, version: 1, position: { x: 290 * (at % 20), y: 260 * Math.floor(at / 20) } },
  }));
  const edges = ['n0', 'n11'].map((node) => ({
    from: { node: 'n10', port: 'dataset' },
    to: { node, port: 'dataset' },
  }));
  return { nodes, edges, exposed: [] };
}

async function openTemplate(page) {
  const id = await createPipeline(graph, `On the canvas ${Date.now()}`);
  await page.goto(`${origin}/pipelines/${id}${new URL(url).hash}`);
  await card(page, 'train').waitFor();
}

test('the canvas by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser({ width: 1600, height: 1000 });
  t.after(() => browser.close());
  const step = takeSteps(t);
  await openTemplate(page);

  await step('a tangle is tidied up, in one step that can be undone', async () => {
    await dragBy(page, card(page, 'evaluate').locator('.card__title'), { x: -500, y: 240 });
    const rightOf = async () =>
      (await placeOf(page, 'evaluate')).x - (await placeOf(page, 'train')).x;
    await until(page, 'evaluate left of train', async () => (await rightOf()) < 0);
    const before = await placeOf(page, 'evaluate');
    await page.keyboard.press('Shift+L');
    await until(page, 'evaluate right of train', async () => (await rightOf()) > 240);
    await page.keyboard.press('Control+z');
    await until(page, 'the tangle is back', () => isAt(page, 'evaluate', before));
    await page.keyboard.press('Control+z');
    await until(page, 'the template is back', async () => (await rightOf()) > 240);
  });
  const frames = page.locator('.react-flow__node-frame');
  const frameMenu = page.getByRole('button', { name: 'More about the frame' });
  await step('a frame is drawn around what is selected, and named', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('1');
    await card(page, 'evaluate').locator('.card__title').click();
    await card(page, 'register')
      .locator('.card__title')
      .click({ modifiers: ['Shift'] });
    await page.keyboard.press('Control+g');
    await page.getByLabel('Title of the frame').fill('How good is it?');
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Frame: How good is it?' }).waitFor();
  });
  await step('its bar moves what lies in it, and undo brings all of it back', async () => {
    const before = await placeOf(page, 'register');
    await dragBy(page, page.locator('.canvas-frame__title'), { x: -60, y: -120 });
    await until(page, 'moved', async () => {
      const now = await placeOf(page, 'register');
      return now.x < before.x - 10 && now.y < before.y - 10;
    });
    await page.keyboard.press('Control+z');
    await until(page, 'back again', () => isAt(page, 'register', before));
  });
  await step('its corner resizes it', async () => {
    const before = await frames.boundingBox();
    const corner = frames.locator('.canvas-frame__corner.bottom.left');
    await dragBy(page, corner, { x: 8, y: 60 });
    await until(page, 'resized', async () => {
      const now = await frames.boundingBox();
      return now.width < before.width && now.height > before.height + 40;
    });
  });
  await step('it is coloured, and stays over a reload', async () => {
    await frameMenu.press('Enter');
    await page.getByRole('menuitemradio', { name: 'Violet' }).click();
    await page.keyboard.press('Escape');
    await saved(page);
    await page.reload();
    await page.locator('.canvas-frame[data-colour="violet"]').waitFor();
  });
  await step('a key removes it, and nothing else', async () => {
    await page.locator('.canvas-frame__title').click();
    await page.keyboard.press('Control+Shift+g');
    await frames.waitFor({ state: 'detached' });
    await card(page, 'register').waitFor();
    await page.keyboard.press('Control+z');
    await frames.waitFor();
  });
  await step('it is copied with what lies in it, and removed with it or without', async () => {
    const count = await page.locator('.card').count();
    await page.locator('.canvas-frame__title').click();
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    await page
      .locator('.card')
      .nth(count + 1)
      .waitFor();
    await frames.nth(1).waitFor();
    await page.keyboard.press('Control+z');
    await frames.nth(1).waitFor({ state: 'detached' });
    await page.locator('.canvas-frame__title').click();
    await page.keyboard.press('Delete');
    await frames.waitFor({ state: 'detached' });
    await card(page, 'register').waitFor();
    await page.keyboard.press('Control+z');
    await frameMenu.press('Enter');
    await page.getByRole('menuitem', { name: 'Delete with what is in it' }).click();
    await card(page, 'register').waitFor({ state: 'detached' });
    assert.equal(await page.locator('.card').count(), count - 2);
    await page.keyboard.press('Control+z');
    await card(page, 'register').waitFor();
  });
  const chip = (id, word) => card(page, id).locator('.state-chip', { hasText: word });
  const planned = (name) =>
    page.locator('.plan li', { has: page.getByText(name, { exact: true }) });
  await step('a muted node and what depends on it do not run, and the plan says why', async () => {
    await page.keyboard.press('Escape');
    await card(page, 'evaluate').locator('.card__title').click();
    await page.keyboard.press('Control+m');
    await chip('evaluate', 'Muted').waitFor();
    await page.getByRole('group', { name: 'Evaluate, Muted' }).waitFor();
    await chip('register', 'Left out').waitFor();
    await page.getByRole('button', { name: 'More ways to run' }).click();
    await page.getByRole('menuitem', { name: 'What will run?' }).click();
    await planned('Evaluate').getByText('It is muted').waitFor();
    await planned('Keep the model').getByText('which is muted').waitFor();
    await planned('Train the head').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
  await step(
    'a node that nothing can pass through is not bypassed, and Graft says why',
    async () => {
      await card(page, 'evaluate').locator('.card__title').click();
      await page.keyboard.press('Control+b');
      await page.getByText(/"Evaluate" can't be bypassed/).waitFor();
      await chip('evaluate', 'Muted').waitFor();
    },
  );
  await step('a node is bypassed from the context menu, and used again', async () => {
    await card(page, 'freeze').locator('.card__title').click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Bypass/ }).click();
    await chip('freeze', 'Bypassed').waitFor();
    await page.getByRole('button', { name: 'Bypass the node', pressed: true }).click();
    await chip('freeze', 'Ready').waitFor();
  });
  await step('a node is found by its name, and shown', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+f');
    const field = page.getByLabel('Search nodes, notes and frames');
    await field.fill('keep the model');
    await field.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('.react-flow__node.selected[data-id="register"]').waitFor();
  });
  await step('F2 names it', async () => {
    await page.getByLabel('Name of the node').waitFor();
    await page.keyboard.press('F2');
    await page.locator('.inspector__title input:focus').fill('My model');
    await card(page, 'register').locator('.card__title', { hasText: 'My model' }).waitFor();
  });
  await step('of many nodes every wire is there, also of cards that are not in sight', async () => {
    const { nodes, edges, exposed } = drawMany(120);
    const name = `Many nodes ${Date.now()}`;
    const id = await createPipeline({ ...graph, nodes, edges, exposed }, name);
    await page.goto(`${origin}/pipelines/${id}`);
    await card(page, 'n10').waitFor();
    await card(page, 'n0').waitFor({ state: 'detached' });
    await page.getByTestId('rf__edge-n10.dataset>n11.dataset').waitFor({ state: 'attached' });
    await page.getByTestId('rf__edge-n10.dataset>n0.dataset').waitFor({ state: 'attached' });
    await card(page, 'n12').locator('.state-chip', { hasText: 'Needs attention' }).waitFor();
  });
  assert.deepEqual(faults, []);
});
