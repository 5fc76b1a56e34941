import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { createSpec } from '@graft/model';
import * as tf from '@tensorflow/tfjs-node-gpu';
import * as ort from 'onnxruntime-node';
import { EFFICIENTNET_FOLDER, readEfficientNet } from '../fixtures/efficientnet';
import { largestDifference } from '../fixtures/numbers';
import { readZip } from '../fixtures/zip';
import { exportOnnx } from '../onnx/export-onnx';
import { mergeRanges } from './observe-ranges';
import { prepareQuantisation } from './prepare-quantisation';
import { quantiseBias, quantiseKernel, scaleOfRange } from './scales';

const PICTURES = new URL('../../../../assets/datasets/emoji-objects.zip', import.meta.url);

function decodePictures(count: number): { data: Uint8Array; dims: number[] } {
  const files = readZip(readFileSync(PICTURES), inflateRawSync).filter(({ name }) =>
    name.endsWith('.png'),
  );
  const chosen = files.filter((_, index) => index % Math.floor(files.length / count) === 0);
  return tf.tidy(() => {
    const decoded = chosen.slice(0, count).map(({ bytes }) => tf.node.decodePng(bytes, 3));
    const stacked = tf.stack(decoded);
    return { data: Uint8Array.from(stacked.dataSync()), dims: stacked.shape };
  });
}

async function runOnnx(file: Uint8Array, feeds: Record<string, ort.Tensor>) {
  const session = await ort.InferenceSession.create(file, {
    logSeverityLevel: 3,
    // Right on every processor: see int8-products.ts of the engine.
    extra: { session: { x64quantprecision: '1' } },
  });
  const results = await session.run(feeds);
  await session.release();
  return (name: string) => results[name]?.data as Float32Array;
}

function cosine(left: Float32Array, right: Float32Array): number {
  const dot = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
}

describe('scales', () => {
  it('cover the range and hit zero, so that padding stays exact', () => {
    expect(scaleOfRange({ low: -1, high: 3 })).toEqual({ scale: Math.fround(4 / 255), zero: 64 });
    expect(scaleOfRange({ low: 2, high: 6 })).toEqual({ scale: Math.fround(6 / 255), zero: 0 });
    expect(scaleOfRange({ low: -4, high: -2 }).zero).toBe(255);
    expect(scaleOfRange({ low: 0, high: 0 })).toEqual({ scale: 1, zero: 0 });
  });

  it('are one for each output channel of a kernel, and rounding goes to the even neighbour', () => {
    const kernel = Float32Array.of(127, -63.5, 2.5, 0.5, -1.27, 0);
    const { values, scales } = quantiseKernel(kernel, Float32Array.of(0, 0), 1);
    expect([...scales]).toEqual([1, Math.fround(1.27 / 127)]);
    const exact = [127, -64, 2];
    expect([...values.subarray(0, 3)]).toEqual(exact);
    expect(values[4]).toBe(-127);
  });

  it('keep the bias of a channel whose kernel is nothing', () => {
    const { scales } = quantiseKernel(new Float32Array(4), Float32Array.of(5), 0.01);
    const units = quantiseBias(Float32Array.of(5), Float32Array.of((scales[0] ?? 0) * 0.01));
    expect((units[0] ?? 0) * (scales[0] ?? 0) * 0.01).toBeCloseTo(5, 4);
  });
});

describe('a base model in int8', () => {
  const folder = new URL(EFFICIENTNET_FOLDER, import.meta.url);
  const modelJson: unknown = JSON.parse(readFileSync(new URL('model.json', folder), 'utf8'));
  const base = readEfficientNet(modelJson, readFileSync(new URL('weights.bin', folder)));
  const options = { outputs: ['avg_pool'], input: 'pixels-uint8' } as const;

  it('gives features close to the exact ones, in a quarter of the size', async () => {
    const { data, dims } = decodePictures(16);
    const feeds = { pictures: new ort.Tensor('uint8', data, dims) };
    const quantisation = prepareQuantisation(base.spec, base.weights, options);
    const { lows, highs } = quantisation.rangeOutputs;
    const observed = await runOnnx(quantisation.observed, feeds);
    quantisation.observe(observed(lows), observed(highs));
    const exactFile = exportOnnx(base.spec, base.weights, options);
    const file = quantisation.encode();
    const [exact, fast] = [await runOnnx(exactFile, feeds), await runOnnx(file, feeds)];
    // 49 convolutions, each folded with its normalisation, and 9 residual sums.
    expect(quantisation.quantised).toBe(58);
    expect(file.length).toBeLessThan(0.3 * exactFile.length);
    for (const name of options.outputs) {
      expect(largestDifference(observed(name), exact(name))).toBeLessThan(1e-3);
      expect(cosine(fast(name), exact(name))).toBeGreaterThan(0.98);
      expect(largestDifference(fast(name), exact(name))).toBeGreaterThan(1e-3);
    }
  });

  it('reports the range of each feature map', async () => {
    // image -> conv (1x1, identity) -> relu6 -> conv (1x1, x -2)
    const spec = createSpec(
      { kind: 'image', height: 2, width: 2, channels: 1, mean: 0, scale: 1 },
      [
        {
          name: 'one',
          class: 'Conv2D',
          config: { filters: 1, kernelSize: [1, 1], activation: 'relu6' },
        },
        { name: 'two', class: 'Conv2D', config: { filters: 1, kernelSize: [1, 1] } },
      ].map((draft) => ({ ...draft, block: draft.name, seed: 1 })),
    );
    const weights = new Map([
      ['one/kernel', Float32Array.of(1)],
      ['one/bias', Float32Array.of(0)],
      ['two/kernel', Float32Array.of(-2)],
      ['two/bias', Float32Array.of(0.5)],
    ]);
    const quantisation = prepareQuantisation(spec, weights, { input: 'prepared' });
    const feeds = { input: new ort.Tensor('float32', Float32Array.of(-3, 1, 4, 9), [1, 2, 2, 1]) };
    const observed = await runOnnx(quantisation.observed, feeds);
    const { lows, highs } = quantisation.rangeOutputs;
    expect(largestDifference(observed(lows), [-3, 0, -11.5])).toBe(0);
    expect(largestDifference(observed(highs), [9, 6, 0.5])).toBe(0);
    quantisation.observe(observed(lows), observed(highs));
    const rounded = await runOnnx(quantisation.encode(), feeds);
    const steps = 12 / 255;
    expect(largestDifference(rounded('two'), Float32Array.of(0.5, -1.5, -7.5, -11.5))).toBeLessThan(
      3 * steps,
    );
  });
});

describe('ranges of several batches', () => {
  it('are merged to the widest', () => {
    const first = mergeRanges(null, Float32Array.of(-1, 0), Float32Array.of(2, 3));
    expect(mergeRanges(first, Float32Array.of(-2, 1), Float32Array.of(1, 4))).toEqual([
      { low: -2, high: 2 },
      { low: 0, high: 4 },
    ]);
  });
});
