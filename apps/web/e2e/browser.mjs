import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { findBrowser } from '../../../tools/testing/find-browser.mjs';

const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/**
 * Opens a window of a real browser: one on the PATH, else playwright's own. `still` asks for no movement, as a person
 * can in the system's settings; `camera` plugs one in that shows a test picture, and lets the page use it.
 */
export async function openBrowser({
  width = 1440,
  height = 900,
  dark = false,
  still = false,
  camera = false,
} = {}) {
  const executablePath = findBrowser({ ownPath: chromium.executablePath() });
  if (executablePath === null) throw new Error('there is no Chromium: name one in CHROMIUM');
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', ...(camera ? CAMERA : [])],
  });
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: still ? 'reduce' : 'no-preference',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  return { browser, context, page, faults: watchFaults(page) };
}

/** Everything that a page complained about. A refused style or script counts too. */
export function watchFaults(page) {
  const faults = [];
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error') faults.push(`console: ${message.text()} (${url})`);
  });
  return faults;
}

/** Middle of something on the screen, for mouse steps. */
export async function middleOf(locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`not on the screen: ${locator}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Drags with real mouse steps, from the middle of one thing to that of another, or to a point. */
export async function drag(page, from, to, { drop = true } = {}) {
  const start = await middleOf(from);
  const end = 'x' in to ? to : await middleOf(to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 6 });
  await page.mouse.move(end.x, end.y, { steps: 6 });
  if (drop) await page.mouse.up();
}

/** Half-way along a drawn wire, on the screen. */
export function middleOfPath(path) {
  return path.evaluate((drawn) => {
    const { x, y } = drawn.getPointAtLength(drawn.getTotalLength() / 2);
    const at = new DOMPoint(x, y).matrixTransform(drawn.getScreenCTM());
    return { x: at.x, y: at.y };
  });
}

/** The same once the view has come to rest: it moves for some frames after it was told to fit. */
export async function restingMiddleOfPath(page, path) {
  let [last, frames] = [await middleOfPath(path), 0];
  await until(page, 'the view rests', async () => {
    const now = await middleOfPath(path);
    frames = now.x === last.x && now.y === last.y ? frames + 1 : 0;
    last = now;
    return frames === 20;
  });
  return last;
}

/** Places on the screen along drawn lines, a few pixels from each other. */
function listPathPoints(paths) {
  return paths.evaluateAll((drawn) =>
    drawn.flatMap((path) => {
      const matrix = path.getScreenCTM();
      const steps = Math.ceil((path.getTotalLength() * matrix.a) / 4);
      return Array.from({ length: steps + 1 }, (_, at) => {
        const { x, y } = path.getPointAtLength((at / steps) * path.getTotalLength());
        const there = new DOMPoint(x, y).matrixTransform(matrix);
        return { x: there.x, y: there.y };
      });
    }),
  );
}

/** How much of drawn lines lies in a box of the screen, in points a few pixels from each other. */
export async function countCrossings(paths, { x, y, width, height }) {
  const points = await listPathPoints(paths);
  assert.ok(points.length > 50, 'there are lines');
  return points.filter((at) => at.x > x && at.x < x + width && at.y > y && at.y < y + height)
    .length;
}

/** A port of a node; `side` is `source` (right) or `target` (left). */
export function port(page, side, node, name) {
  return page.locator(`.${side}[data-nodeid="${node}"][data-handleid="${name}"]`);
}

/** The card of a node. */
export function card(page, node) {
  return page.locator(`.react-flow__node[data-id="${node}"]`);
}

/** Where a card is on the canvas, whatever is seen of it. */
export async function placeOf(page, id) {
  const style = await card(page, id).evaluate((node) => node.style.transform);
  const [, x, y] = /translate\(([-\d.]+)px, ?([-\d.]+)px\)/.exec(style) ?? [];
  return { x: Number(x), y: Number(y) };
}

/** True when a card is at a place of the canvas. */
export async function isAt(page, id, { x, y }) {
  const now = await placeOf(page, id);
  return Math.abs(now.x - x) < 1 && Math.abs(now.y - y) < 1;
}

/** Drags with real mouse steps, so far to the right and down. */
export async function dragBy(page, locator, { x, y }) {
  const from = await middleOf(locator);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + x, from.y + y, { steps: 8 });
  await page.mouse.up();
}

/** Selects cards by clicks, the further ones with Shift. */
export async function selectCards(page, ...ids) {
  const selected = page.locator('.react-flow__node.selected');
  await until(page, 'nothing is selected', async () => {
    // A tooltip takes the first Escape for itself.
    await page.keyboard.press('Escape');
    return (await selected.count()) === 0;
  });
  for (const [index, id] of ids.entries()) {
    const modifiers = index === 0 ? [] : ['Shift'];
    await card(page, id).locator('.card__title').click({ modifiers });
  }
}

/** The ring around the field that has the focus is seen all along its upper edge, and lies on nothing else. */
export async function assertRingInSight(page) {
  const found = await page.evaluate(() => {
    const field = document.activeElement;
    const { outlineWidth, outlineOffset, outlineStyle } = getComputedStyle(field);
    const { left, top, width } = field.getBoundingClientRect();
    const edge = top - parseFloat(outlineWidth) - parseFloat(outlineOffset) + 0.5;
    const there = [0.1, 0.5, 0.9].map((share) =>
      document.elementFromPoint(left + share * width, edge),
    );
    const foreign = there.find((each) => each !== field && !each?.contains(field));
    const inDialog = there.every((each) => each?.closest('[role="dialog"]') !== null);
    return { style: outlineStyle, inDialog, foreign: foreign?.outerHTML.slice(0, 120) ?? null };
  });
  assert.deepEqual(found, { style: 'solid', inDialog: true, foreign: null });
}

/** Waits until everything is on the server. */
export function saved(page) {
  return page.locator('.save-light[data-kind="saved"]').waitFor();
}

/** Waits, frame by frame, until something is so: what is drawn follows the gesture. */
export async function until(page, what, isSo) {
  for (let frame = 0; frame < 600; frame += 1) {
    if (await isSo()) return;
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  assert.fail(`never came true: ${what}`);
}

/** Steps of one test, each reported by its name; the first that fails ends the test. */
export function takeSteps(t) {
  return async (title, work) => {
    let failure = null;
    await t.test(title, async () => {
      try {
        await work();
      } catch (error) {
        failure = error;
        throw error;
      }
    });
    if (failure !== null) throw new Error(`stopped after "${title}"`);
  };
}
