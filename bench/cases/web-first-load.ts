import type { Page } from 'playwright-core';
import type { BenchContext, BenchResult } from '../harness/bench-case';
import { readTemplate } from '../harness/object-graph';
import { openWeb, savePipeline, type Web } from '../harness/web';

export const needsPeers = false;

const LIMIT = 350;

/** What a browser that was never here fetches before a page can be used, as it travels. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const web = await openWeb(context);
  try {
    const graph = readTemplate(context.root, 'objects-feature-extraction', {});
    const pipelineId = await savePipeline(web, graph, 'First load');
    return [
      await measure(web, 'start page', '/', '.template'),
      await measure(web, 'editor', `/pipelines/${pipelineId}`, '[data-id="train"] .card'),
    ];
  } finally {
    await web.close();
  }
}

async function measure(web: Web, name: string, path: string, ready: string): Promise<BenchResult> {
  const { page } = await web.open();
  const fetched = await recordTransfers(page);
  const { hash } = new URL(web.url);
  await page.goto(`${web.address}${path}${hash}`);
  await page.locator(ready).first().waitFor();
  await settle(fetched);
  const code = fetched.filter(({ type }) => type !== 'Font');
  const kilobytes = sum(code) / 1000;
  const type = sum(fetched) / 1000 - kilobytes;
  const headers = code.reduce((total, { headerBytes }) => total + headerBytes, 0) / 1000;
  return {
    case: `First load of the ${name}`,
    target: `<= ${String(LIMIT)} kB gzip`,
    measured: `${kilobytes.toFixed(0)} kB (and ${type.toFixed(0)} kB of type, ${headers.toFixed(0)} kB of headers)`,
    met: kilobytes <= LIMIT,
    figures: { fetched },
  };
}

/** Waits until nothing more of the app has been asked for during a second. */
async function settle(fetched: readonly Transfer[]): Promise<void> {
  let known = -1;
  while (known < fetched.length) {
    known = fetched.length;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

interface Transfer {
  readonly url: string;
  readonly type: string;
  /** Of the body, packed as it came. */
  bytes: number;
  headerBytes: number;
}

const KINDS = ['Document', 'Script', 'Stylesheet', 'Font'];

/** What the app itself weighs on the wire; answers of the API are the person's data. */
async function recordTransfers(page: Page): Promise<Transfer[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const byId = new Map<string, Transfer>();
  const transfers: Transfer[] = [];
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (!KINDS.includes(type)) return;
    const transfer = { url: new URL(response.url).pathname, type, bytes: 0, headerBytes: 0 };
    byId.set(requestId, transfer);
    transfers.push(transfer);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const transfer = byId.get(requestId);
    if (transfer !== undefined) transfer.headerBytes = encodedDataLength - transfer.bytes;
  });
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const transfer = byId.get(requestId);
    if (transfer !== undefined) transfer.bytes += encodedDataLength;
  });
  return transfers;
}

function sum(transfers: readonly Transfer[]): number {
  return transfers.reduce((total, { bytes }) => total + bytes, 0);
}
