import { UnexpectedError } from '@graft/errors';
import type { Tf } from '@graft/ml';
import type { Tensor } from './tensor';
import type { ImageInput, Picture } from './define-step';

/**
 * Pictures as a model reads them: `[count, height, width, channels]`, resized without keeping the
 * aspect ratio (bilinear, half-pixel centres, no smoothing before it: what ONNX `Resize` does too,
 * so that every executor computes the same), then `(pixel - mean) / scale`.
 */
export function preparePictures(tf: Tf, pictures: readonly Picture[], input: ImageInput): Tensor {
  return tf.tidy(() => {
    const places = groupBySize(pictures);
    const parts = [...places.values()].map((group) => resizeGroup(tf, pictures, group, input));
    const joined = tf.concat(parts, 0);
    const order = [...places.values()].flat();
    const sorted = isSorted(order) ? joined : tf.gather(joined, invert(order));
    return tf.div(tf.sub(sorted, input.mean), input.scale);
  });
}

/** Places of the pictures of each size, so that those of one size make one batch. */
export function groupBySize(pictures: readonly Picture[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  pictures.forEach(({ height, width }, place) => {
    const size = `${String(height)}x${String(width)}`;
    groups.set(size, [...(groups.get(size) ?? []), place]);
  });
  return groups;
}

/** Pixels of pictures of one size, one after the other. */
export function joinPixels(pictures: readonly Picture[]): Uint8Array<ArrayBuffer> {
  const size = pictures[0]?.data.length ?? 0;
  const joined = new Uint8Array(size * pictures.length);
  pictures.forEach(({ data }, index) => {
    joined.set(data, index * size);
  });
  return joined;
}

function resizeGroup(
  tf: Tf,
  pictures: readonly Picture[],
  places: readonly number[],
  input: ImageInput,
): Tensor {
  const group = places.flatMap((place) => pictures[place] ?? []);
  const [first] = group;
  if (first === undefined) {
    throw new UnexpectedError({ code: 'pictures.none', message: 'A batch has no picture.' });
  }
  const shape: [number, number, number, number] = [
    group.length,
    first.height,
    first.width,
    first.channels,
  ];
  const pixels = tf.cast(tf.tensor4d(joinPixels(group), shape, 'int32'), 'float32');
  if (first.height === input.height && first.width === input.width) return pixels;
  return tf.image.resizeBilinear(pixels, [input.height, input.width], false, true);
}

function isSorted(order: readonly number[]): boolean {
  return order.every((place, index) => place === index);
}

function invert(order: readonly number[]): number[] {
  const inverse = new Array<number>(order.length);
  order.forEach((place, index) => {
    inverse[place] = index;
  });
  return inverse;
}
