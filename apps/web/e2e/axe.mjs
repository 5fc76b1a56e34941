import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on a page as it is, each with the places. */
export async function findViolations(page) {
  await settle(page);
  await page.evaluate(`${axe};0`);
  const { violations } = await page.evaluate('axe.run()');
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 4).map(({ target, html }) => `${target.join(' ')} ${html}`);
    return `${id} (${help}) at ${where.join(', ')}`;
  });
}

/** Asserts that axe finds nothing on a page as it is, in light and in dark colours. */
export async function assertAccessible(page) {
  const found = [];
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
    found.push(...(await findViolations(page)).map((each) => `${colorScheme}: ${each}`));
  }
  assert.deepEqual(found, []);
}

/** Waits until nothing fades or slides any more, in several frames in a row: colours are measured when they are final. */
async function settle(page) {
  await page.evaluate(async () => {
    const isMoving = () =>
      document.getAnimations().some(({ effect, playState }) => {
        return playState === 'running' && effect?.getComputedTiming().iterations !== Infinity;
      });
    let quietFrames = 0;
    while (quietFrames < 5) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      quietFrames = isMoving() ? 0 : quietFrames + 1;
    }
  });
}
