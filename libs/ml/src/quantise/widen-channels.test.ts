import { describe, expect, it } from '@jest/globals';
import type { OnnxConstant, OnnxModel, OnnxNode } from '../onnx/onnx-graph';
import { findQuantisedPart } from './find-tensors';
import { findWidened, widenKernel } from './widen-channels';

interface Convolution {
  readonly reads: string;
  readonly gives: string;
  /** Outputs x inputs x height x width. */
  readonly kernel: readonly number[];
  readonly group?: number;
}

function makeModel(convolutions: readonly Convolution[], outputs: readonly string[]): OnnxModel {
  const constants: OnnxConstant[] = [];
  const hold = (name: string, shape: readonly number[]): string => {
    const size = shape.reduce((product, each) => product * each, 1);
    constants.push({ name, element: 'float32', shape, values: new Float32Array(size) });
    return name;
  };
  const nodes = convolutions.map(({ reads, gives, kernel, group = 1 }): OnnxNode => {
    const held = [hold(`${gives}/kernel`, kernel), hold(`${gives}/bias`, kernel.slice(0, 1))];
    const attributes = { group: { kind: 'integer', value: group } } as const;
    return { operator: 'Conv', inputs: [reads, ...held], attributes, output: gives };
  });
  const port = (name: string) => ({ name, element: 'float32' as const, shape: null });
  return { nodes, constants, inputs: [port('image')], outputs: outputs.map(port) };
}

function find(convolutions: readonly Convolution[], outputs: readonly string[] = ['end']) {
  const model = makeModel(convolutions, outputs);
  return [...findWidened(model, findQuantisedPart(model))];
}

const stem = { reads: 'image', gives: 'stem', kernel: [32, 3, 3, 3] };
const end = { reads: 'stem', gives: 'end', kernel: [16, 32, 1, 1] };

describe('channels of zeros', () => {
  it('fill the three of a picture up to four', () => {
    expect(find([stem, end])).toEqual([['image', 1]]);
    expect(find([{ ...stem, kernel: [32, 5, 3, 3] }, end])).toEqual([['image', 3]]);
  });

  it('are left out where the fast convolutions are not to be had', () => {
    expect(find([{ ...stem, kernel: [8, 3, 3, 3] }, end])).toEqual([]);
    expect(find([{ ...stem, kernel: [32, 3, 3] }, end])).toEqual([]);
    expect(find([{ ...stem, kernel: [18, 1, 3, 3], group: 18 }, end])).toEqual([]);
    expect(find([{ ...stem, kernel: [32, 4, 3, 3] }, end])).toEqual([]);
  });

  it('are left out where somebody else sees them', () => {
    const other = { reads: 'image', gives: 'other', kernel: [8, 3, 1, 1] };
    expect(find([stem, end, other])).toEqual([]);
    expect(find([stem, end], ['image', 'end'])).toEqual([]);
  });

  it('count for nothing in the kernel', () => {
    const kernel = { shape: [2, 3, 1, 2], values: Float32Array.from({ length: 12 }, (_, n) => n) };
    expect(widenKernel(kernel, 0)).toEqual(kernel);
    const { shape, values } = widenKernel(kernel, 1);
    expect(shape).toEqual([2, 4, 1, 2]);
    expect([...values]).toEqual([0, 1, 2, 3, 4, 5, 0, 0, 6, 7, 8, 9, 10, 11, 0, 0]);
  });
});
