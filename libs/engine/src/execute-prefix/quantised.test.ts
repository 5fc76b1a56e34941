import { describe, expect, it } from '@jest/globals';
import { createSpec, type ModelSpec } from '@graft/model';
import type { Picture } from '@graft/nodes/steps';
import { compareRows, openQuantisedPrefix } from './quantised';

const SIDE = 8;

/** image -> conv (a huge and a small channel) -> conv that looks at the small one alone -> pool */
function buildSpec(): ModelSpec {
  const conv = { class: 'Conv2D', config: { filters: 2, kernelSize: [1, 1], activation: 'relu' } };
  return createSpec(
    { kind: 'image', height: SIDE, width: SIDE, channels: 1, mean: 0, scale: 1 },
    [
      { name: 'first', ...conv },
      { name: 'second', ...conv },
      { name: 'pool', class: 'GlobalAveragePooling2D' },
    ].map((draft) => ({ ...draft, block: draft.name, seed: 1 })),
  );
}

function weightsWith(huge: number): Map<string, Float32Array> {
  return new Map([
    ['first/kernel', Float32Array.of(huge, 1)],
    ['first/bias', Float32Array.of(0, -128)],
    ['second/kernel', Float32Array.of(0, 0, 1, -1)],
    ['second/bias', Float32Array.of(0, 30)],
  ]);
}

const pictures: Picture[] = Array.from({ length: 6 }, (_, index) => ({
  ...{ height: SIDE, width: SIDE, channels: 1 },
  data: Uint8Array.from({ length: SIDE * SIDE }, (_value, at) => (at * 37 + index * 41) % 256),
}));

function open(huge: number) {
  const context = {
    threads: 1,
    loadWeights: () => Promise.resolve(weightsWith(huge)),
    betweenBatches: () => Promise.resolve(),
  };
  return openQuantisedPrefix(context, buildSpec(), ['pool'], pictures);
}

describe('a prefix in int8', () => {
  it('says how close it comes, and gives rows for any pictures', async () => {
    const executor = await open(1);
    expect(executor.cosine).toBeGreaterThan(0.99);
    const rows = await executor.execute(pictures.slice(0, 2));
    expect(rows.get('pool')).toHaveLength(4);
    // What was computed to be compared need not be computed again.
    expect(executor.calibrated.get('pool')).toEqual((await executor.execute(pictures)).get('pool'));
    await executor.dispose();
  });

  it('is refused, with the figure and what to do, when its features are others', async () => {
    // The huge channel sets the scale; 256 steps of it leave nothing of the small one.
    await expect(open(1e5)).rejects.toMatchObject({
      code: 'features.imprecise',
      message: expect.stringMatching(/cosine .* is 0\.\d+ on 6 .* Set the precision to exact/),
    });
  });
});

describe('comparing rows', () => {
  it('is the mean of the cosines; a row of zeros agrees with another one only', () => {
    const left = Float32Array.of(1, 0, 0, 0, 3, 4);
    expect(compareRows(left, Float32Array.of(2, 0, 0, 0, 4, 3), 3)).toBeCloseTo((1 + 1 + 0.96) / 3);
    expect(compareRows(Float32Array.of(1, 1), Float32Array.of(0, 0), 1)).toBe(0);
    expect(compareRows(left, undefined, 3)).toBeNaN();
  });
});
