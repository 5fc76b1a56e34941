/**
 * `node onnx-loop.mjs MODEL PIXELS SHAPE`: runs a model over pictures that are in memory, in batches
 * of 8 on 2 threads, or of 32 on a GPU, three times; prints the best pictures a second.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../libs/engine/package.json', import.meta.url));
const { InferenceSession, Tensor } = require('onnxruntime-node');
const ON_GPU = process.env.GRAFT_BENCH_GPU === '1';
const BATCH = ON_GPU ? 32 : 8;

const [model, file, text] = process.argv.slice(2);
const [count, height, width, channels] = JSON.parse(text);
const pixels = readFileSync(file);
const size = height * width * channels;
const session = await InferenceSession.create(readFileSync(model), {
  executionProviders: ON_GPU ? ['cuda', 'cpu'] : ['cpu'],
  intraOpNumThreads: 2,
  interOpNumThreads: 1,
});
let best = 0;
for (let pass = 0; pass < 3; pass++) {
  const started = performance.now();
  for (let at = 0; at < count; at += BATCH) {
    const length = Math.min(BATCH, count - at);
    const data = new Uint8Array(pixels.subarray(at * size, (at + length) * size));
    const fed = new Tensor('uint8', data, [length, height, width, channels]);
    await session.run({ [session.inputNames[0]]: fed });
  }
  best = Math.max(best, count / ((performance.now() - started) / 1000));
}
console.log(best);
