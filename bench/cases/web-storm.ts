import type { RunEvent } from '@graft/contracts';
import type { Page } from 'playwright-core';
import type { BenchContext, BenchResult } from '../harness/bench-case';
import { readTemplate } from '../harness/object-graph';
import { startStormProxy, type StormProxy } from '../harness/storm-proxy';
import { openWeb, quantile, savePipeline, type Web } from '../harness/web';

export const needsPeers = false;

const RUNS = 20;
/** Each run sends so many a second: 1,000 a second in all. */
const RATE = 50;
const SECONDS = 8;
const SENT_EVERY_MS = 40;

/** Frames while the canvas is panned, without and with 20 runs that tell of their training. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const web = await openWeb(context);
  const proxy = await startStormProxy(web.address);
  try {
    const shown = await makeRun(web, context.root);
    const { page } = await web.open();
    await page.goto(`${proxy.address}/pipelines/${shown.pipelineId}${new URL(web.url).hash}`);
    await page.locator('.run-link', { hasText: 'Done' }).waitFor();
    await page.getByRole('tab', { name: 'Steps' }).click();
    const calm = await web.measure.measureFrames(page, () => pan(page));
    const stop = blow(proxy, shown);
    const stormy = await web.measure.measureFrames(page, () => pan(page));
    const sent = stop();
    await page.locator('.card__progress').first().waitFor();
    const [before, during] = [quantile(calm, 0.95), quantile(stormy, 0.95)];
    return [
      {
        case: `Event storm, ${String(RUNS)} runs of ${String(RATE)} events a second`,
        target: 'p95 frame <= the calm one + 3 ms',
        measured: `p95 ${during.toFixed(1)} ms against ${before.toFixed(1)} ms; ${fps(stormy)} against ${fps(calm)} frames a second; ${String(sent)} events`,
        met: during <= before + 3,
        figures: { calm, stormy },
      },
    ];
  } finally {
    await proxy.close();
    await web.close();
  }
}

function fps(frames: readonly number[]): string {
  return ((1000 * frames.length) / frames.reduce((sum, each) => sum + each, 0)).toFixed(1);
}

interface ShownRun {
  readonly pipelineId: string;
  readonly runId: string;
  readonly stepId: string;
  readonly lastSeq: number;
}

interface RunReply {
  readonly runId: string;
  readonly status: string;
  readonly lastSeq: number;
  readonly steps: readonly { stepId: string; kind: string }[];
}

async function makeRun(web: Web, root: string): Promise<ShownRun> {
  const graph = readTemplate(root, 'objects-feature-extraction', { train: { epochs: 2 } });
  const pipelineId = await savePipeline(web, graph, 'Storm');
  const { runId } = (await web.ask('POST', '/runs', { pipelineId })) as RunReply;
  for (;;) {
    const run = (await web.ask('GET', `/runs/${runId}`)) as RunReply;
    if (run.status === 'failed') throw new Error('the run failed');
    const step = run.steps.find(({ kind }) => kind === 'train');
    if (run.status === 'succeeded' && step !== undefined) {
      return { pipelineId, runId, stepId: step.stepId, lastSeq: run.lastSeq };
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** Drags the canvas to and fro with the mouse. */
async function pan(page: Page): Promise<void> {
  await page.mouse.move(700, 120);
  await page.mouse.down();
  const end = Date.now() + 1000 * SECONDS;
  for (let turn = 0; Date.now() < end; turn += 1) {
    await page.mouse.move(700 + (turn % 2 === 0 ? 160 : 0), 120, { steps: 20 });
  }
  await page.mouse.up();
}

/** Sends what 20 training runs would; one of them is on screen. Returns what ends it and counts. */
function blow(proxy: StormProxy, shown: ShownRun): () => number {
  if (proxy.streams() === 0) throw new Error('the page does not listen');
  const runs = Array.from({ length: RUNS }, (_, at) => ({
    runId: at === 0 ? shown.runId : crypto.randomUUID(),
    seq: at === 0 ? shown.lastSeq : 0,
    sent: 0,
  }));
  const begun = Date.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((Date.now() - begun) / 1000) * RATE);
    const events = runs.flatMap((run) => {
      const fresh: RunEvent[] = [];
      for (; run.sent < due; run.sent += 1) {
        run.seq += 1;
        fresh.push(makeEvent(run.runId, run.seq, shown.stepId, run.sent));
      }
      return fresh;
    });
    sent += events.length;
    if (events.length > 0) proxy.send(events);
  }, SENT_EVERY_MS);
  return () => {
    clearInterval(timer);
    return sent;
  };
}

function makeEvent(runId: string, seq: number, stepId: string, count: number): RunEvent {
  const place = { runId, seq, at: new Date().toISOString(), stepId };
  if (count === 0) {
    const told = { cached: false, reason: null, error: null, summary: null };
    return { ...place, type: 'step-state', kind: 'train', state: 'running', ...told };
  }
  const epoch = Math.floor(count / 10);
  if (count % 10 === 0) {
    const values = { loss: 1 / epoch, accuracy: 0.5, validationLoss: 1, validationAccuracy: 0.5 };
    const row = { epoch, step: count, learningRate: 1e-3, seconds: count / RATE, ...values };
    return { ...place, type: 'metrics', rows: [row] };
  }
  const fraction = Math.min(1, count / 500);
  const text = `epoch ${String(epoch)} of 50`;
  return { ...place, type: 'progress', progress: { text, fraction, secondsLeft: 60 } };
}
