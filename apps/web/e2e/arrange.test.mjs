// Several nodes at once: selected, lined up, spread, removed, cut into another pipeline; and the view of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  card,
  dragBy,
  isAt,
  openBrowser,
  placeOf,
  saved,
  selectCards,
  takeSteps,
  until,
} from './browser.mjs';
import { createPipeline, origin, readTemplate, url } from './stack.mjs';

const SOME = ['split', 'head', 'train'];
const wire = (page, id) => page.getByTestId(`rf__edge-${id}`);

/** Place and size of cards on the canvas; sizes are those of the style, whatever the zoom is. */
async function boxesOf(page, ids) {
  return Promise.all(
    ids.map(async (id) => {
      const [width, height] = await card(page, id)
        .locator('.card')
        .evaluate((drawn) => [drawn.offsetWidth, drawn.offsetHeight]);
      return { ...(await placeOf(page, id)), width, height };
    }),
  );
}

/** What buttons make the same of all selected cards. */
const LINED_UP = {
  'Align left edges': ({ x }) => x,
  'Align centres': ({ x, width }) => x + width / 2,
  'Align right edges': ({ x, width }) => x + width,
  'Align top edges': ({ y }) => y,
  'Align middles': ({ y, height }) => y + height / 2,
  'Align bottom edges': ({ y, height }) => y + height,
};

const SPREAD = {
  'Equal gaps from left to right': ['x', 'width'],
  'Equal gaps downwards': ['y', 'height'],
};

const isSame = (values) => Math.max(...values) - Math.min(...values) < 1;

function areGapsEqual(boxes, [at, extent]) {
  const [first, second, third] = boxes.toSorted((a, b) => a[at] - b[at]);
  return isSame([second[at] - first[at] - first[extent], third[at] - second[at] - second[extent]]);
}

test('several nodes by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser({ width: 1600, height: 1000 });
  t.after(() => browser.close());
  const step = takeSteps(t);
  const graph = await readTemplate('objects-feature-extraction');
  const pipelineId = await createPipeline(graph, `Arranged ${Date.now()}`);
  await page.goto(`${origin}/pipelines/${pipelineId}${new URL(url).hash}`);
  await card(page, 'train').waitFor();
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  const read = () => boxesOf(page, SOME);
  const isUndone = async (before) => {
    await page.keyboard.press('Control+z');
    for (const [index, id] of SOME.entries()) {
      await until(page, `${id} is back`, () => isAt(page, id, before[index]));
    }
  };

  await step('Shift and a drag over the canvas select what is touched', async () => {
    const first = await card(page, 'evaluate').boundingBox();
    const last = await card(page, 'register').boundingBox();
    await page.keyboard.down('Shift');
    await page.mouse.move(first.x - 10, last.y - 30);
    await page.mouse.down();
    await page.mouse.move(last.x + 20, first.y + first.height - 10, { steps: 8 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await page.getByText('2 nodes selected').waitFor();
    for (const id of ['evaluate', 'register']) {
      await page.locator(`.react-flow__node.selected[data-id="${id}"]`).waitFor();
    }
  });
  await step('selected nodes are moved together, in one step', async () => {
    const before = await boxesOf(page, ['evaluate', 'register']);
    await dragBy(page, card(page, 'evaluate').locator('.card__title'), { x: 20, y: 90 });
    const moved = async () => {
      const now = await boxesOf(page, ['evaluate', 'register']);
      return now.every(({ y }, at) => y > before[at].y + 20);
    };
    await until(page, 'both are further down', moved);
    await page.keyboard.press('Control+z');
    await until(page, 'both are back', async () => {
      return (await isAt(page, 'evaluate', before[0])) && isAt(page, 'register', before[1]);
    });
  });
  await step('two are too few for equal gaps', async () => {
    for (const name of Object.keys(SPREAD)) {
      assert.ok(await page.getByRole('button', { name }).isDisabled());
    }
  });
  await step('they line up by every edge and centre, each one step of undo', async () => {
    await selectCards(page, ...SOME);
    const before = await read();
    for (const [name, measure] of Object.entries(LINED_UP)) {
      assert.ok(!isSame(before.map(measure)), 'they lie apart');
      await press(name);
      await until(page, name, async () => isSame((await read()).map(measure)));
      await isUndone(before);
    }
  });
  for (const [name, axis] of Object.entries(SPREAD)) {
    await step(`${name}, and undo`, async () => {
      await selectCards(page, 'head');
      await dragBy(page, card(page, 'head').locator('.card__title'), { x: 40, y: -30 });
      await selectCards(page, ...SOME);
      const before = await read();
      assert.ok(!areGapsEqual(before, axis), 'the gaps are unequal');
      await press(name);
      await until(page, name, async () => areGapsEqual(await read(), axis));
      await isUndone(before);
    });
  }
  await step(
    'several are deleted, and one undo brings all of them back, with their wires',
    async () => {
      await page.keyboard.press('Escape');
      const wires = page.locator('.react-flow__edge');
      const count = await wires.count();
      await selectCards(page, 'freeze', 'head', 'evaluate');
      await page.keyboard.press('Delete');
      for (const id of ['freeze', 'head', 'evaluate']) {
        await card(page, id).waitFor({ state: 'detached' });
      }
      await page.keyboard.press('Control+z');
      for (const id of ['freeze', 'head', 'evaluate']) await card(page, id).waitFor();
      await until(page, 'all wires are back', async () => (await wires.count()) === count);
      await page.keyboard.press('Control+Shift+z');
      await card(page, 'head').waitFor({ state: 'detached' });
      await page.keyboard.press('Control+z');
      await card(page, 'head').waitFor();
    },
  );
  await step('everything is shown again, wherever the view was', async () => {
    const canvas = await page.locator('.canvas').boundingBox();
    const isSeen = async (id) => {
      const box = await card(page, id).boundingBox();
      return box.x >= canvas.x && box.x + box.width <= canvas.x + canvas.width;
    };
    for (const zoom of ['Zoom in', 'Zoom in', 'Zoom in']) await press(zoom);
    await until(page, 'the ends are outside', async () => {
      return !(await isSeen('data')) && !(await isSeen('register'));
    });
    await page.getByRole('button', { name: 'Show everything' }).click();
    const all = async () => (await isSeen('data')) && (await isSeen('register'));
    await until(page, 'all is seen', all);
    await press('Zoom in');
    await press('Zoom in');
    await until(page, 'not any more', async () => !(await all()));
    await page.keyboard.press('1');
    await until(page, 'all is seen by key', all);
  });
  await step(
    'all that a node reads is selected by a key, shown alone, and all that reads it',
    async () => {
      const chosen = async (...ids) => {
        const selected = page.locator('.react-flow__node.selected');
        await until(page, `${ids} are selected`, async () => {
          const found = await selected.evaluateAll((nodes) =>
            nodes.map(({ dataset }) => dataset.id),
          );
          return found.sort().join() === ids.join();
        });
      };
      await selectCards(page, 'freeze');
      await page.keyboard.press('b');
      await chosen('base', 'freeze');
      const width = async () => (await card(page, 'freeze').boundingBox()).width;
      const among = await width();
      await page.keyboard.press('.');
      await until(page, 'they fill the view', async () => (await width()) > 1.1 * among);
      await page.keyboard.press('1');
      await until(page, 'all is seen', async () => Math.abs((await width()) - among) < 1);
      await page.keyboard.press('0');
      await until(page, 'a card in life size', async () => Math.abs((await width()) - 240) < 1);
      await page.keyboard.press('1');
      await selectCards(page, 'train');
      await page.keyboard.press('a');
      await chosen('evaluate', 'register', 'train');
      await page.keyboard.press('Escape');
    },
  );
  await step('keys select all, move, mute, delete and do again', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+a');
    const count = await page.locator('.react-flow__node').count();
    await page.getByText(`${count} nodes selected`).waitFor();
    await selectCards(page, 'register');
    const before = await placeOf(page, 'register');
    await page.keyboard.press('ArrowRight');
    await until(page, 'it went right', async () => (await placeOf(page, 'register')).x > before.x);
    await page.keyboard.press('Control+z');
    await until(page, 'it is back', () => isAt(page, 'register', before));
    const muted = card(page, 'register').locator('.state-chip', { hasText: 'Muted' });
    await page.keyboard.press('d');
    await muted.waitFor();
    await page.keyboard.press('d');
    await muted.waitFor({ state: 'detached' });
    await page.keyboard.press('Backspace');
    await card(page, 'register').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await card(page, 'register').waitFor();
    await page.keyboard.press('Control+y');
    await card(page, 'register').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await card(page, 'register').waitFor();
  });
  await step('Ctrl, Shift and an arrow move all that is selected, in one step', async () => {
    const moved = async (before, way) => {
      for (const [index, { x, y }] of before.entries()) {
        const there = { x: x + 20 * way.x, y: y + 20 * way.y };
        await until(page, `${SOME[index]} went there`, () => isAt(page, SOME[index], there));
      }
    };
    // A card has the focus, which moves by arrows itself …
    await selectCards(page, ...SOME);
    const before = await read();
    await page.keyboard.press('Control+Shift+ArrowRight');
    await moved(before, { x: 1, y: 0 });
    await isUndone(before);
    // … and none has.
    await page.locator('.react-flow__pane').click({ position: { x: 8, y: 8 } });
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+Shift+ArrowDown');
    await moved(before, { x: 0, y: 1 });
    await isUndone(before);
  });
  await step('nodes are cut out of one pipeline and pasted into another', async () => {
    await selectCards(page, 'evaluate', 'register');
    await page.keyboard.press('Control+x');
    await card(page, 'evaluate').waitFor({ state: 'detached' });
    await card(page, 'register').waitFor({ state: 'detached' });
    await saved(page);
    await page.goto(origin);
    await page.getByRole('button', { name: 'New pipeline' }).click();
    await page.locator('.canvas').waitFor();
    await page.keyboard.press('Control+v');
    await card(page, 'register').waitFor();
    await wire(page, 'evaluate.report>register.report').waitFor({ state: 'attached' });
  });
  assert.deepEqual(faults, []);
});
