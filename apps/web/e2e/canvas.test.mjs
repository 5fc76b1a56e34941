// What lies on the canvas beside the graph itself, and how it is arranged.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card, middleOf, openBrowser, takeSteps } from './browser.mjs';
import { createPipeline, origin, readTemplate, url } from './stack.mjs';

async function openTemplate(page) {
  const graph = await readTemplate('objects-feature-extraction');
  const id = await createPipeline(graph, `On the canvas ${Date.now()}`);
  await page.goto(`${origin}/pipelines/${id}${new URL(url).hash}`);
  await card(page, 'train').waitFor();
}

/** Where a card is on the canvas, whatever is seen of it. */
async function placeOf(page, id) {
  const style = await card(page, id).evaluate((node) => node.style.transform);
  const [, x, y] = /translate\(([-\d.]+)px, ?([-\d.]+)px\)/.exec(style) ?? [];
  return { x: Number(x), y: Number(y) };
}

async function dragBy(page, locator, { x, y }) {
  const from = await middleOf(locator);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + x, from.y + y, { steps: 8 });
  await page.mouse.up();
}

test('the canvas by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser({ width: 1600, height: 1000 });
  t.after(() => browser.close());
  const step = takeSteps(t);
  await openTemplate(page);

  await step('a tangle is tidied up, in one step that can be undone', async () => {
    await dragBy(page, card(page, 'evaluate').locator('.card__title'), { x: -500, y: 240 });
    const before = await placeOf(page, 'evaluate');
    assert.ok(before.x < (await placeOf(page, 'train')).x);
    await page.keyboard.press('Shift+L');
    await page.waitForFunction(() => {
      const left = (id) => {
        const node = document.querySelector(`.react-flow__node[data-id="${id}"]`);
        return new DOMMatrix(getComputedStyle(node).transform).e;
      };
      return left('train') + 240 < left('evaluate');
    });
    await page.keyboard.press('Control+z');
    const after = await placeOf(page, 'evaluate');
    assert.ok(Math.abs(after.x - before.x) < 1 && Math.abs(after.y - before.y) < 1);
  });
  assert.deepEqual(faults, []);
});
