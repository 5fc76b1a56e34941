import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Opens a window of a real browser: Debian's Chromium where there is one, else playwright's own. */
export async function openBrowser({ width = 1280, height = 800, dark = false } = {}) {
  const executablePath = process.env.CHROMIUM ?? INSTALLED.find((path) => existsSync(path));
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
  });
  const page = await context.newPage();
  const faults = watchFaults(page);
  return { browser, context, page, faults };
}

/** Everything that a page complained about. A refused style or script counts too. */
export function watchFaults(page) {
  const faults = [];
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  return faults;
}

/** Middle of something on the screen, for mouse steps. */
export async function middleOf(locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`not on the screen: ${locator}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Drags with real mouse steps. */
export async function drag(page, from, to, { drop = true } = {}) {
  const [start, end] = [await middleOf(from), await middleOf(to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 6 });
  await page.mouse.move(end.x, end.y, { steps: 6 });
  if (drop) await page.mouse.up();
}

/** A port of a node; `side` is `source` (right) or `target` (left). */
export function port(page, side, node, name) {
  return page.locator(`.${side}[data-nodeid="${node}"][data-handleid="${name}"]`);
}
