import type { Page } from 'playwright-core';
import type { BenchContext, BenchResult } from '../harness/bench-case';
import { serveBareFlow } from '../harness/bare-flow';
import { drawLargeGraph } from '../harness/large-graph';
import { openWeb, quantile, savePipeline, type Web } from '../harness/web';

export const needsPeers = false;

/** Opening and dragging with 500 nodes and 800 wires, next to React Flow alone. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const web = await openWeb(context);
  const graph = drawLargeGraph();
  const bare = await serveBareFlow(context.root, graph);
  try {
    const pipelineId = await savePipeline(web, graph, 'Five hundred nodes');
    const { page } = await web.open();
    const opened = await timeOpening(page, web, pipelineId);
    const central = await web.measure.findCentral(page);
    const ours = await dragNode(web, page, `${central} .card__title`);
    const validated = await timeValidation(page, central);
    const { page: peer } = await web.open();
    await peer.goto(bare.address);
    const theirs = await dragNode(web, peer, await web.measure.findCentral(peer));
    const [graft, flow] = [quantile(ours, 0.95), quantile(theirs, 0.95)];
    return [
      {
        case: 'Opening 500 nodes and 800 wires',
        target: '<= 1.5 s',
        measured: `${(opened / 1000).toFixed(2)} s`,
        met: opened <= 1500,
        figures: { opened },
      },
      {
        case: 'Dragging one of 500 nodes',
        target: 'p95 frame <= React Flow alone + 3 ms',
        measured: `${graft.toFixed(1)} ms against ${flow.toFixed(1)} ms`,
        met: graft <= flow + 3,
        figures: { ours, theirs },
      },
      {
        case: 'An edit of one of 500 nodes, validated',
        target: '<= 20 ms',
        measured: `p95 ${quantile(validated, 0.95).toFixed(1)} ms`,
        met: quantile(validated, 0.95) <= 20,
        figures: { validated },
      },
    ];
  } finally {
    bare.close();
    await web.close();
  }
}

/** Wires among the cards that are in sight at first. */
const WIRES_IN_SIGHT = 300;

/** From the click in the list of pipelines until cards and wires in sight are drawn, with the app loaded. */
async function timeOpening(page: Page, web: Web, pipelineId: string): Promise<number> {
  await page.goto(web.url);
  const link = page.locator(`a[href="/pipelines/${pipelineId}"]`);
  await link.waitFor();
  const begun = Date.now();
  await link.click();
  await page.locator('.react-flow__node .card').first().waitFor();
  await page.locator('.react-flow__edge').nth(WIRES_IN_SIGHT).waitFor({ state: 'attached' });
  return Date.now() - begun;
}

async function dragNode(web: Web, page: Page, handle: string): Promise<number[]> {
  const box = await page.locator(handle).boundingBox();
  if (box === null) throw new Error(`${handle} is not on the screen`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 20, y + 10, { steps: 4 });
  const frames = await web.measure.measureFrames(page, async () => {
    for (let turn = 0; turn < 24; turn += 1) {
      await page.mouse.move(x + (turn % 2 === 0 ? 140 : 20), y + 60, { steps: 12 });
    }
  });
  await page.mouse.up();
  return frames;
}

/** How long the page's own edits block it: the editor marks each validation. */
async function timeValidation(page: Page, node: string): Promise<number[]> {
  await page.locator(`${node} .card__title`).click();
  const name = page.getByLabel('Name of the node');
  await name.waitFor();
  await page.evaluate(() => performance.clearMeasures('graft.inspect'));
  await name.pressSequentially('Pictures of all things', { delay: 60 });
  return page.evaluate(() =>
    performance.getEntriesByName('graft.inspect', 'measure').map(({ duration }) => duration),
  );
}
