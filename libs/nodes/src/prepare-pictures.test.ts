import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import type { ImageInput, Picture } from './define-step';
import { preparePictures } from './prepare-pictures';

// Without it TensorFlow.js recommends its native package on the console.
tf.env().set('IS_TEST', true);

const INPUT: ImageInput = { kind: 'image', height: 2, width: 2, channels: 1, mean: 100, scale: 50 };
const picture = (height: number, width: number, value: number): Picture => ({
  height,
  width,
  channels: 1,
  data: new Uint8Array(height * width).fill(value),
});
const prepare = (pictures: readonly Picture[], input = INPUT) => {
  const prepared = preparePictures(tf, pictures, input);
  const values = [...prepared.dataSync<'float32'>()];
  const { shape } = prepared;
  prepared.dispose();
  return { shape, values };
};

describe('pictures as a model reads them', () => {
  it('keep their order when their sizes differ', () => {
    const sizes = [picture(2, 2, 50), picture(4, 3, 100), picture(2, 2, 150), picture(4, 3, 200)];
    const { shape, values } = prepare(sizes);
    expect(shape).toEqual([4, 2, 2, 1]);
    expect(values.filter((_, index) => index % 4 === 0)).toEqual([-1, 0, 1, 2]);
  });

  it('are resized with half-pixel centres: halving takes the mean of each 2 x 2', () => {
    const data = Uint8Array.of(0, 10, 100, 110, 20, 30, 120, 130, 0, 0, 4, 4, 0, 0, 4, 4);
    const plain = { ...INPUT, mean: 0, scale: 1 };
    const { values } = prepare([{ height: 4, width: 4, channels: 1, data }], plain);
    expect(values).toEqual([15, 115, 0, 4]);
  });

  it('leave no tensor behind', () => {
    const before = tf.memory().numTensors;
    prepare([picture(2, 2, 1), picture(3, 3, 2)]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
