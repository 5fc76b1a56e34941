// Wires that replace others, forms, the clipboard, a finger and the overview: by gesture.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  card,
  countCrossings,
  drag,
  middleOf,
  middleOfPath,
  openBrowser,
  placeOf,
  port,
  saved,
  selectCards,
  takeSteps,
  until,
} from './browser.mjs';
import { createPipeline, origin, readTemplate, url } from './stack.mjs';

const wire = (page, id) => page.getByTestId(`rf__edge-${id}`);

/** What moves a finger over the screen, from one point to another. */
async function startSwiping(page) {
  const touch = await page.context().newCDPSession(page);
  const send = (type, ...touchPoints) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints });
  return async (from, to) => {
    await send('touchStart', from);
    for (const share of [0.2, 0.6, 1]) {
      const [x, y] = ['x', 'y'].map((axis) => from[axis] + share * (to[axis] - from[axis]));
      await send('touchMove', { x, y });
    }
    await send('touchEnd');
  };
}

test('wires and forms by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser({ width: 1600, height: 1000 });
  t.after(() => browser.close());
  const step = takeSteps(t);
  const graph = await readTemplate('objects-feature-extraction');
  const pipelineId = await createPipeline(graph, `Wires and forms ${Date.now()}`);
  await page.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
  await card(page, 'train').waitFor();

  const kinds = page.locator('.palette__item');
  const kind = (name) => page.locator(`.palette__item[data-kind="${name}"]`);
  await step('the palette lists the basics, in groups, and all on request', async () => {
    assert.equal(await kinds.count(), 8);
    assert.equal(await kind('reinitialise-layers').count(), 0);
    await page.getByRole('button', { name: 'All nodes' }).click();
    await kind('reinitialise-layers').waitFor();
    assert.ok((await kinds.count()) > 20);
    await page.getByRole('button', { name: 'Basic', exact: true }).click();
    await kind('reinitialise-layers').waitFor({ state: 'detached' });
  });
  await step('nodes that are added by a click cover nothing, and are in sight', async () => {
    const cards = page.locator('.react-flow__node .card');
    const before = await cards.count();
    for (const name of ['evaluate', 'train', 'split']) await kind(name).click();
    await until(page, 'three more', async () => (await cards.count()) === before + 3);
    const boxes = await Promise.all((await cards.all()).map((each) => each.boundingBox()));
    const covered = boxes.flatMap((one, at) =>
      boxes
        .slice(at + 1)
        .filter(
          (other) =>
            one.x < other.x + other.width &&
            other.x < one.x + one.width &&
            one.y < other.y + other.height &&
            other.y < one.y + one.height,
        ),
    );
    assert.deepEqual(covered, []);
    const wires = page.locator('.react-flow__edge-path');
    for (const box of boxes.slice(before)) assert.equal(await countCrossings(wires, box), 0);
    const canvas = await page.locator('.canvas').boundingBox();
    for (const { x, y, width, height } of boxes.slice(before)) {
      assert.ok(x >= canvas.x && x + width <= canvas.x + canvas.width, 'in sight');
      assert.ok(y >= canvas.y && y + height <= canvas.y + canvas.height, 'in sight');
    }
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('Control+z');
    await until(page, 'gone again', async () => (await cards.count()) === before);
  });
  await step('a part of a name narrows it, to groups that have one, of all nodes', async () => {
    const groups = page.locator('.palette__group');
    const all = await groups.count();
    const field = page.getByLabel('Search nodes', { exact: true });
    await field.click();
    await page.keyboard.type('reinit');
    await until(page, 'one is left', async () => (await kinds.count()) === 1);
    await kind('reinitialise-layers').waitFor();
    assert.equal(await groups.count(), 1);
    await page.keyboard.type(' nothing');
    await page.getByText('No node matches "reinit nothing".').waitFor();
    await page.getByRole('button', { name: 'Show all again' }).click();
    await until(page, 'the basics are back', async () => (await kinds.count()) === 8);
    assert.equal(await groups.count(), all);
  });
  await step('each type has a colour and a shape of its own, and wires the colour', async () => {
    const ports = await page.locator('.port__handle').evaluateAll((drawn) =>
      drawn.map((each) => {
        const shape = each.querySelector('svg > *');
        const { fill, stroke } = getComputedStyle(shape);
        const [, type] = /: (\w+)/.exec(each.title);
        const look = [
          shape.tagName,
          shape.getAttribute('d') ?? '',
          fill === 'none' ? stroke : fill,
        ];
        return { type, colour: look[2], shape: look.slice(0, 2).join(' ') };
      }),
    );
    const types = new Set(ports.map(({ type }) => type));
    assert.ok(types.size >= 4, [...types].join());
    for (const look of ['colour', 'shape']) {
      const pairs = new Set(ports.map((each) => `${each.type} ${each[look]}`));
      assert.equal(pairs.size, types.size, `one ${look} for each type: ${[...pairs].join()}`);
      assert.equal(new Set(ports.map((each) => each[look])).size, types.size, `no ${look} twice`);
    }
    for (const [id, type] of [
      ['data.dataset>split.dataset', 'dataset'],
      ['freeze.model>head.model', 'model'],
      ['evaluate.report>register.report', 'report'],
    ]) {
      const path = wire(page, id).locator('.react-flow__edge-path');
      const stroke = await path.evaluate((drawn) => getComputedStyle(drawn).stroke);
      assert.equal(stroke, ports.find((port) => port.type === type).colour, id);
    }
  });
  await step('while a wire is held, ports that can’t take it fade and say why', async () => {
    const held = port(page, 'source', 'split', 'train');
    const opacity = (side, node, name) =>
      page
        .locator('.port', { has: port(page, side, node, name) })
        .evaluate((element) => Number(getComputedStyle(element).opacity));
    await drag(page, held, port(page, 'target', 'evaluate', 'model'), { drop: false });
    await page
      .locator('.canvas__hint', { hasText: '"Train" gives a data set, but "Model" takes a model' })
      .waitFor();
    for (const [side, node, name] of [
      ['target', 'evaluate', 'model'],
      ['target', 'freeze', 'model'],
      ['source', 'data', 'dataset'],
    ]) {
      await until(page, `${node} fades`, async () => (await opacity(side, node, name)) < 0.4);
    }
    assert.equal(await opacity('target', 'evaluate', 'dataset'), 1);
  });
  await step('let go over nothing, it offers only what takes it', async () => {
    const { x, y, height } = await page.locator('.canvas').boundingBox();
    await page.mouse.move(x + 60, y + height - 60, { steps: 6 });
    await page.locator('.canvas__hint').waitFor({ state: 'detached' });
    await page.mouse.up();
    const menu = page.getByRole('dialog', { name: 'Add a node' });
    await menu.getByRole('option', { name: /^Train/ }).waitFor();
    await menu.getByRole('option', { name: /^Split/ }).waitFor();
    for (const id of ['freeze-layers', 'base-model', 'dataset', 'register-model']) {
      assert.equal(await menu.locator(`#add-${id}`).count(), 0, id);
    }
    await page.keyboard.type('freeze layers');
    await menu.getByText('No node fits.').waitFor();
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    await until(page, 'ports are as before', async () => {
      return (await page.locator('.port:not([data-fit="idle"])').count()) === 0;
    });
  });
  await step('a second wire takes the place of the first, and undo brings that back', async () => {
    await drag(page, port(page, 'source', 'base', 'model'), port(page, 'target', 'head', 'model'));
    await wire(page, 'base.model>head.model').waitFor({ state: 'attached' });
    await wire(page, 'freeze.model>head.model').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await wire(page, 'freeze.model>head.model').waitFor({ state: 'attached' });
  });
  await step('the end of a wire is taken to another port, or away', async () => {
    const select = async () => {
      const path = wire(page, 'freeze.model>head.model').locator('.react-flow__edge-interaction');
      const { x, y } = await middleOfPath(path);
      await page.mouse.click(x, y);
    };
    const end = page.locator('.react-flow__edgeupdater-target');
    await select();
    await drag(page, end, port(page, 'target', 'evaluate', 'model'));
    await wire(page, 'freeze.model>evaluate.model').waitFor({ state: 'attached' });
    await wire(page, 'freeze.model>head.model').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await select();
    const { x, y, height } = await page.locator('.canvas').boundingBox();
    await drag(page, end, { x: x + 60, y: y + height - 60 });
    await wire(page, 'freeze.model>head.model').waitFor({ state: 'detached' });
    assert.equal(await page.getByRole('dialog', { name: 'Add a node' }).count(), 0);
    await page.keyboard.press('Control+z');
    await wire(page, 'freeze.model>head.model').waitFor({ state: 'attached' });
    // The view went along with the wire.
    await page.keyboard.press('1');
  });
  await step('a form has sliders, folded settings, and the way back to the default', async () => {
    await selectCards(page, 'train');
    const rate = page.locator('#field-learningRate');
    const before = await rate.inputValue();
    await page.getByRole('slider', { name: 'Learning rate' }).press('ArrowRight');
    await until(page, 'the rate is another', async () => (await rate.inputValue()) !== before);
    await page.getByRole('button', { name: 'Learning rate: back to the default' }).click();
    await until(page, 'the rate is back', async () => (await rate.inputValue()) === before);
    await page.locator('#field-seed').waitFor({ state: 'hidden' });
    await page.getByText('Advanced', { exact: true }).click();
    await page.locator('#field-seed').waitFor();
  });
  await step('nodes are cut, pasted and duplicated', async () => {
    await selectCards(page, 'register');
    await page.locator('.react-flow__node[data-id="register"].selected').waitFor();
    await page.keyboard.press('Control+x');
    await card(page, 'register').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+v');
    await card(page, 'register').waitFor();
    await page.keyboard.press('Control+d');
    await card(page, 'register2').waitFor();
    for (const key of Array(3).fill('Control+z')) await page.keyboard.press(key);
    await wire(page, 'evaluate.report>register.report').waitFor({ state: 'attached' });
  });
  await step('a finger drags a node onto the canvas', async () => {
    const swipe = await startSwiping(page);
    const canvas = await page.locator('.canvas').boundingBox();
    const from = await middleOf(page.locator('.palette__item[data-kind="evaluate"]'));
    await swipe(from, { x: canvas.x + canvas.width / 2, y: canvas.y + 80 });
    await card(page, 'evaluate2').waitFor();
    await page.keyboard.press('Control+z');
    await card(page, 'evaluate2').waitFor({ state: 'detached' });
  });
  await step('a finger moves a card and draws a wire', async () => {
    await saved(page);
    const context = await browser.newContext({
      ...{ viewport: { width: 1600, height: 1000 }, hasTouch: true },
    });
    const tablet = await context.newPage();
    await tablet.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
    await card(tablet, 'register').waitFor();
    const swipe = await startSwiping(tablet);
    const before = await placeOf(tablet, 'register');
    const title = await middleOf(card(tablet, 'register').locator('.card__title'));
    await swipe(title, { x: title.x, y: title.y + 80 });
    await until(tablet, 'it is further down', async () => {
      return (await placeOf(tablet, 'register')).y > before.y + 20;
    });
    await swipe(
      await middleOf(port(tablet, 'source', 'base', 'model')),
      await middleOf(port(tablet, 'target', 'head', 'model')),
    );
    await wire(tablet, 'base.model>head.model').waitFor({ state: 'attached' });
    for (let step = 0; step < 2; step += 1) await tablet.keyboard.press('Control+z');
    await wire(tablet, 'freeze.model>head.model').waitFor({ state: 'attached' });
    await saved(tablet);
    await context.close();
    await page.reload();
    await card(page, 'train').waitFor();
  });
  await step(
    'an overview shows the canvas in small: a click goes there, a drag along',
    async () => {
      const overview = page.getByRole('img', { name: 'Overview of the canvas' });
      await page.keyboard.press('Escape');
      await page.keyboard.press('m');
      await overview.locator('.react-flow__minimap-node').first().waitFor();
      const placeOf = async () => (await card(page, 'train').boundingBox()).x;
      const before = await placeOf();
      const { x, y, width, height } = await overview.boundingBox();
      await page.mouse.click(x + 0.9 * width, y + height / 2);
      await until(page, 'the view went right', async () => (await placeOf()) < before - 100);
      // It glides there: a drag begins where it has come to rest.
      let there = await placeOf();
      await until(page, 'it is at rest', async () => {
        const last = there;
        await page.evaluate(() => new Promise(requestAnimationFrame));
        there = await placeOf();
        return there === last;
      });
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x + 0.3 * width, y + height / 2, { steps: 6 });
      await page.mouse.up();
      await until(page, 'the view came along', async () => (await placeOf()) > there + 100);
      await page.keyboard.press('1');
      await page.getByRole('button', { name: 'Overview', pressed: true }).click();
      await overview.waitFor({ state: 'detached' });
    },
  );
  await step('the overview and dark colours stay over a reload', async () => {
    await page.getByRole('button', { name: 'Overview' }).click();
    await page.getByRole('button', { name: 'Use dark colours' }).click();
    await saved(page);
    await page.reload();
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    await page.getByRole('button', { name: 'Use light colours' }).click();
    await page.locator('html[data-mantine-color-scheme="light"]').waitFor();
    await page.locator('.react-flow__minimap-node').first().waitFor();
    await card(page, 'train').waitFor();
  });
  assert.deepEqual(faults, []);
});
