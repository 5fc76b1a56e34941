import { describe, expect, it } from '@jest/globals';
import { listLearnedWeights, type ModelSpec } from '@graft/model';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { buildEveryLayer } from '../fixtures/every-layer';
import { drawNumbers } from '../fixtures/numbers';
import { buildModel } from './build-model';
import { rectify } from './rectify';

const CASES = buildEveryLayer().filter(({ spec }) =>
  listLearnedWeights(spec).some(({ gradient }) => gradient),
);

/** Freezes nothing and keeps statistics, so that the loss is a plain function of the weights. */
function keepStatistics(spec: ModelSpec): ModelSpec {
  const layers = spec.layers.map((layer) =>
    layer.class === 'BatchNormalization' ? { ...layer, statistics: 'kept' as const } : layer,
  );
  return { ...spec, layers };
}

describe('gradients', () => {
  it.each(CASES)('of $name are the slopes of its output', ({ spec }) => {
    const model = buildModel(tf, keepStatistics(spec), new Map());
    const shape = spec.layers[0]!.outputShape;
    const x = tf.tensor(drawNumbers(2 * shape.reduce((a, b) => a * b, 1), 4), [2, ...shape]);
    const pass = { training: true, seed: 1, step: 1 } as const;
    const loss = () =>
      tf.tidy(() => {
        const y = model.forward({ input: x }, pass)[spec.output]!;
        return tf.sum<tf.Scalar>(tf.mul(y, tf.sin(tf.range(0, y.size)).reshape(y.shape)));
      });
    const trained = model.variables.filter(({ role }) => role === 'gradient');
    const { grads } = tf.variableGrads(
      loss,
      trained.map(({ variable }) => variable),
    );
    for (const { name, variable, shape: size } of trained) {
      // Along a random direction the difference quotient has one number to compare with.
      const direction = tf.tensor(drawNumbers(variable.size, 8), [...size]);
      const [start] = [model.readWeights([name])];
      const step = 1e-2;
      const at = (factor: number) => {
        variable.assign(tf.add(tf.tensor(start.get(name)!, [...size]), tf.mul(direction, factor)));
        return loss().dataSync()[0]!;
      };
      const quotient = (at(step) - at(-step)) / (2 * step);
      const slope = tf.sum(tf.mul(grads[variable.name]!, direction)).dataSync()[0]!;
      model.writeWeights(start);
      expect(Math.abs(slope - quotient)).toBeLessThan(0.02 * Math.max(1, Math.abs(quotient)));
    }
    model.dispose();
  });
});

describe('the rectifier', () => {
  it.each([null, 6, 2])('limited to %s passes gradients strictly between its ends', (limit) => {
    const top = limit ?? 100;
    const x = tf.tensor1d([-1, 0, 1e-3, top - 0.5, top, top + 1]);
    const gradient = tf.grad((input: tf.Tensor) => rectify(tf, input, limit))(x, tf.fill([6], 3));
    expect([...gradient.dataSync()]).toEqual([0, 0, 3, 3, limit ? 0 : 3, limit ? 0 : 3]);
    expect([...rectify(tf, x, limit).dataSync()].at(-1)).toBe(limit ?? 101);
  });

  it.each([null, 6])(
    'limited to %s has the same gradient without native kernels',
    async (limit) => {
      const [values, slopes] = [drawNumbers(64, 3), drawNumbers(64, 7)];
      const compute = () => {
        const x = tf.tensor1d(values.map((value) => 8 * value));
        return tf.grad((input: tf.Tensor) => rectify(tf, input, limit))(x, tf.tensor1d(slopes));
      };
      const native = [...compute().dataSync()];
      await tf.setBackend('cpu');
      const plain = [...compute().dataSync()];
      await tf.setBackend('tensorflow');
      // Zero has a sign that says nothing here.
      expect(plain.map((value) => value + 0)).toEqual(native.map((value) => value + 0));
      expect(new Set(plain.map((value) => value === 0))).toEqual(new Set([true, false]));
    },
  );
});
