import type { Locator, Page } from 'playwright-core';
import type { BenchContext, BenchResult } from '../harness/bench-case';
import { readTemplate } from '../harness/object-graph';
import { openWeb, quantile, savePipeline } from '../harness/web';

export const needsPeers = false;

const LIMIT = 50;

/** From a key going down to the frame that shows it, in the forms of a template. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const web = await openWeb(context);
  try {
    const graph = readTemplate(context.root, 'objects-fine-tune', {});
    const pipelineId = await savePipeline(web, graph, 'Typing');
    const { page } = await web.open();
    await page.goto(`${web.address}/pipelines/${pipelineId}${new URL(web.url).hash}`);
    await page.locator('[data-id="train"] .card__title').click();
    const name = page.getByLabel('Name of the node');
    const epochs = page.getByLabel('Epochs', { exact: true });
    await name.waitFor();
    const waits = await web.measure.measureKeys(page, async () => {
      await type(page, name, 'The head on frozen features, once more, with patience'.repeat(2));
      await type(page, epochs, '1234567890'.repeat(6));
    });
    const [p95, max] = [quantile(waits, 0.95), Math.max(...waits)];
    return [
      {
        case: `Typing in a form, ${String(waits.length)} keys`,
        target: `never > ${String(LIMIT)} ms`,
        measured: `p95 ${p95.toFixed(0)} ms, at most ${max.toFixed(0)} ms`,
        met: max <= LIMIT,
        figures: { waits },
      },
    ];
  } finally {
    await web.close();
  }
}

/** Milliseconds from key to key of a brisk typist, and from the mouse to the first key. */
const PACE = 80;

async function type(page: Page, field: Locator, text: string): Promise<void> {
  await field.click();
  await page.waitForTimeout(PACE);
  await page.keyboard.down('Control');
  await page.keyboard.press('a', { delay: PACE });
  await page.keyboard.up('Control');
  await page.keyboard.type(text, { delay: PACE });
}
