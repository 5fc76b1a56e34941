import type { Padding, Shape, Size } from '@graft/model';

export interface SlidingWindow {
  readonly size: Size;
  readonly strides: Size;
  readonly padding: Padding;
  readonly dilation: Size;
}

/**
 * Padding of a window in ONNX's order: top, left, bottom, right. "same" is TensorFlow's: as little
 * as reaches ceil(length / stride) positions, the odd row at the end.
 */
export function computePads(shape: Shape, window: SlidingWindow): [number, number, number, number] {
  const [top, bottom] = padAxis(shape[0] ?? 1, 0, window);
  const [left, right] = padAxis(shape[1] ?? 1, 1, window);
  return [top, left, bottom, right];
}

function padAxis(length: number, axis: 0 | 1, window: SlidingWindow): [number, number] {
  if (window.padding === 'valid') return [0, 0];
  const stride = window.strides[axis];
  const reach = (window.size[axis] - 1) * window.dilation[axis] + 1;
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + reach - length);
  const before = Math.floor(total / 2);
  return [before, total - before];
}
