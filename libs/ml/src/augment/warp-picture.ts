/** A picture of 8 bits a channel, row by row, channels last. */
export interface Pixels {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/**
 * Where each pixel of the result comes from: (x, y) reads the original at
 * (a x + b y + c, d x + e y + f).
 */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/**
 * Moves a picture by an affine map, bilinear; beyond its edge the edge goes on. The same as
 * `keras.ops.image.affine_transform` with bilinear interpolation and `nearest` filling, before
 * rounding. TensorFlow.js has no such operation on the node backend (trap 14).
 */
export function warpPicture(picture: Pixels, map: Affine): Float32Array {
  const { height, width, channels } = picture;
  const warped = new Float32Array(height * width * channels);
  const [a, b, c, d, e, f] = map;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      samplePixel(
        picture,
        a * x + b * y + c,
        d * x + e * y + f,
        warped,
        (y * width + x) * channels,
      );
    }
  }
  return warped;
}

function samplePixel(
  { height, width, channels, data }: Pixels,
  x: number,
  y: number,
  target: Float32Array,
  at: number,
): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, lower] = [x - left, y - top];
  const [x0, x1] = [clamp(left, width), clamp(left + 1, width)];
  const [y0, y1] = [clamp(top, height), clamp(top + 1, height)];
  for (let channel = 0; channel < channels; channel++) {
    const read = (row: number, column: number): number =>
      data[(row * width + column) * channels + channel] ?? 0;
    const upper = read(y0, x0) * (1 - right) + read(y0, x1) * right;
    const under = read(y1, x0) * (1 - right) + read(y1, x1) * right;
    target[at + channel] = upper * (1 - lower) + under * lower;
  }
}

function clamp(place: number, size: number): number {
  return Math.min(size - 1, Math.max(0, place));
}
