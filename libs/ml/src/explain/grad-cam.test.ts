import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createSpec, type LayerDraft, type ModelSpec } from '@graft/model';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { buildModel } from '../build/build-model';
import { largestDifference } from '../fixtures/numbers';
import { gradCam } from './grad-cam';

/** Made by grad-cam-reference.py. */
const REFERENCE = JSON.parse(
  readFileSync(new URL('../fixtures/grad-cam-reference.json', import.meta.url), 'utf8'),
) as Record<string, number[][]>;

const draft = (name: string, layerClass: string, config = {}): LayerDraft => ({
  ...{ name, class: layerClass, config, block: name, seed: 1 },
});
const conv = (name: string, filters: number): LayerDraft =>
  draft(name, 'Conv2D', {
    ...{ filters, kernelSize: [3, 3], padding: 'same', activation: 'relu' },
  });
const OUT = draft('out', 'Dense', { units: 3, activation: 'softmax' });
const HEADS: Record<string, LayerDraft[]> = {
  averaged: [
    draft('pool', 'GlobalAveragePooling2D'),
    draft('drop', 'Dropout', { rate: 0.5 }),
    draft('hidden', 'Dense', { units: 5, activation: 'relu' }),
    OUT,
  ],
  flattened: [
    draft('halve', 'MaxPooling2D', { poolSize: [2, 2] }),
    draft('flatten', 'Flatten'),
    OUT,
  ],
};

function wave(count: number, start: number, step: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => Math.sin(start + step * index));
}

/** The weights of the reference: one wave each, in the order of the layers. */
function fillWeights(spec: ModelSpec): Map<string, Float32Array> {
  const weights = spec.layers.flatMap((layer) => layer.weights);
  return new Map(
    weights.map(({ name, shape }, index) => {
      const size = shape.reduce((product, each) => product * each, 1);
      const values = wave(size, index + 1, 0.9 + 0.1 * (index + 1));
      return [name, values.map((value) => 0.6 * value)];
    }),
  );
}

function explain(head: string, layer: string, maps?: Float32Array) {
  const input = { kind: 'image', height: 8, width: 6, channels: 1, mean: 0, scale: 1 } as const;
  const drafts = [conv('first', 4), conv('second', 6), ...(HEADS[head] ?? [])];
  const spec = createSpec(input, drafts);
  const weights = fillWeights(spec);
  const below = buildModel(tf, spec, weights, { outputs: [layer] });
  const part = buildModel(tf, spec, weights, { inputs: [layer] });
  const picture = tf.tensor4d(
    wave(48, 10, 0.37).map((value) => 2 * value),
    [1, 8, 6, 1],
  );
  const features = below.predict({ input: picture })[layer]!;
  const request = {
    ...{ part, layer, output: 'out', shape: features.shape.slice(1) },
    maps: maps ?? features.dataSync<'float32'>().slice(),
  };
  try {
    return gradCam(tf, request, [0, 1, 2]);
  } finally {
    tf.dispose([picture, features]);
    below.dispose();
    part.dispose();
  }
}

describe('Grad-CAM', () => {
  it.each([
    ['averaged', 'second', 8, 6],
    ['flattened', 'halve', 4, 3],
  ])('of the %s head is what Keras computes', (head, layer, height, width) => {
    const found = explain(head, layer);
    expect(found.map((each) => [each.height, each.width])).toEqual(
      Array.from({ length: 3 }, () => [height, width]),
    );
    found.forEach(({ values }, label) => {
      expect(largestDifference(values, REFERENCE[head]?.[label] ?? [])).toBeLessThan(1e-4);
    });
    // Classes are told apart, so a map of another class would be seen.
    expect(largestDifference(found[0]!.values, found[2]!.values)).toBeGreaterThan(0.1);
  });

  it('is empty where nothing speaks for a class, and leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    const maps = explain('averaged', 'second', new Float32Array(8 * 6 * 6));
    for (const { values } of maps) expect(Math.max(...values)).toBe(0);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses feature maps of another size', () => {
    expect(() => explain('averaged', 'second', new Float32Array(7))).toThrow('have 7 values');
  });
});
