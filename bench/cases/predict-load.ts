import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { median, type BenchContext, type BenchResult } from '../harness/bench-case';
import { writePictures } from '../harness/keras-inputs';
import { openLiveStack, readShipped, type LiveStack } from '../harness/live-stack';
import { writeLoop } from '../harness/onnx-loop';
import { openBench } from '../harness/run-on-engine';

const CLIENTS = 32;
const SECONDS = 15;

const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });

/**
 * Single pictures over HTTP, 32 clients that each wait for their answer before they ask again, on
 * the machine that serves; against the same base in a bare loop of onnxruntime.
 */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const folder = await writePictures(bench, context.folder);
  const pictures = readdirSync(join(folder, 'pictures')).map(
    (name) => new Uint8Array(readFileSync(join(folder, 'pictures', name))),
  );
  const loop = await writeLoop(context, bench);
  const stack = await openLiveStack(context);
  const [served, raw, late]: [number[], number[], number[]] = [[], [], []];
  try {
    await stack.run(readShipped(context.root, 'objects-feature-extraction'));
    await ask(stack, pictures[0] ?? new Uint8Array());
    for (let round = 0; round < context.repeat; round++) {
      raw.push(loop());
      const waits = await load(stack, pictures);
      served.push(waits.length / SECONDS);
      late.push(
        [...waits].sort((left, right) => left - right)[Math.floor(0.99 * waits.length)] ?? 0,
      );
    }
  } finally {
    agent.destroy();
    await stack.stop();
  }
  const [rate, bare, p99] = [median(served), median(raw), median(late)];
  const figures = { served, raw, p99: late };
  return [
    {
      case: 'Predicting over HTTP, 32 clients, against a bare onnxruntime loop',
      target: '>= 0.8 x',
      measured: `${(rate / bare).toFixed(2)} x: ${rate.toFixed(0)} against ${bare.toFixed(0)} pictures/s`,
      met: rate / bare >= 0.8,
      ratio: rate / bare,
      figures,
    },
    {
      case: 'Predicting over HTTP, 32 clients: time of the slowest hundredth',
      target: '<= 300 ms',
      measured: `${p99.toFixed(0)} ms`,
      met: p99 <= 300,
      figures,
    },
  ];
}

/** Milliseconds that each answer took. */
async function load(
  stack: LiveStack,
  pictures: readonly Uint8Array<ArrayBuffer>[],
): Promise<number[]> {
  const waits: number[] = [];
  const end = performance.now() + SECONDS * 1000;
  let next = 0;
  const client = async () => {
    while (performance.now() < end) {
      const started = performance.now();
      await ask(stack, pictures[next++ % pictures.length] ?? new Uint8Array());
      waits.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return waits;
}

/** By Node's plain client on connections that stay open: `fetch` takes 1.4 ms of the two cores for each picture, this 0.4. */
function ask({ address, token }: LiveStack, body: Uint8Array): Promise<void> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'image/png',
    'content-length': body.length,
  };
  const url = `${address}/api/v1/models/objects/predict`;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent }, (reply) => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', (chunk: string) => (text += chunk));
      reply.on('end', () => (reply.statusCode === 200 ? resolve() : reject(new Error(text))));
      reply.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
