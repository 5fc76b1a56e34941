import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inferLayer } from '../infer-layer';
import { listLayerClasses } from '../layer-registry';
import type { Shape } from '../model-spec';
import { isMisfit } from './shape-arithmetic';

describe('layer classes say what does not fit', () => {
  const cases: [string, string, object, Shape[], RegExp][] = [
    [
      'a kernel larger than its input',
      'Conv2D',
      { filters: 1, kernelSize: [9, 9] },
      [[8, 8, 3]],
      /9 x 9 is larger than its input of 8 x 8/,
    ],
    [
      'a convolution of a row',
      'Conv2D',
      { filters: 1, kernelSize: [3, 3] },
      [[8]],
      /height, width and channels/,
    ],
    [
      'strides with dilation',
      'Conv2D',
      { filters: 1, kernelSize: [3, 3], strides: [2, 2], dilation: [2, 2] },
      [[8, 8, 3]],
      /both strides and dilation/,
    ],
    [
      'unequal strides of a depthwise convolution',
      'DepthwiseConv2D',
      { kernelSize: [3, 3], strides: [1, 2] },
      [[8, 8, 3]],
      /equal strides/,
    ],
    [
      'a dense layer on a map',
      'Dense',
      { units: 2 },
      [[7, 7, 3]],
      /Put a global pooling or a flatten layer before it/,
    ],
    ['a softmax of one unit', 'Dense', { units: 1, activation: 'softmax' }, [[4]], /always 1/],
    [
      'a sum of different maps',
      'Add',
      {},
      [
        [4, 4, 3],
        [4, 4, 2],
      ],
      /4 x 4 x 3 and 4 x 4 x 2/,
    ],
    ['a sum of one', 'Add', {}, [[4, 4, 3]], /two or more/],
    [
      'a concatenation of different maps',
      'Concatenate',
      {},
      [
        [4, 4, 3],
        [5, 4, 3],
      ],
      /differ/,
    ],
    ['a concatenation of batches', 'Concatenate', { axis: 0 }, [[4], [4]], /Axis 0 does not exist/],
    [
      'a reshape to another number of values',
      'Reshape',
      { targetShape: [5, -1] },
      [[4, 4]],
      /can't become/,
    ],
    ['two inputs where one is taken', 'ReLU', {}, [[4], [4]], /takes one input, but 2/],
    ['an input layer that reads', 'InputLayer', { shape: [4] }, [[4]], /takes no input/],
    ['an unknown key', 'Dense', { units: 2, regulariser: 'l2' }, [[4]], /regulariser/],
    ['an unknown class', 'constructor', {}, [[4]], /no layer class "constructor"/],
    ['an absurd size', 'Dense', { units: 1_000_000 }, [[1_000_000]], /2\^31/],
  ];

  it.each(cases)('%s', (_, className, config, inputs, sentence) => {
    const inferred = inferLayer(className, config, inputs);
    expect(isMisfit(inferred) ? inferred.misfit : 'it fits').toMatch(sentence);
  });

  it('never infers an empty dimension', () => {
    const shape = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
    const config = fc.constantFrom(
      { filters: 2, kernelSize: [4, 4] },
      { kernelSize: [5, 2], strides: [2, 2] },
      { poolSize: [3, 3], strides: [3, 3] },
      { units: 3 },
      { targetShape: [2, -1] },
      {},
    );
    const classes = fc.constantFrom(...listLayerClasses().map((each) => each.class));
    fc.assert(
      fc.property(classes, config, fc.array(shape, { maxLength: 3 }), (className, each, inputs) => {
        const inferred = inferLayer(className, each, inputs);
        if (isMisfit(inferred)) expect(inferred.misfit).toMatch(/\.$/);
        else
          expect(inferred.outputShape.every((size) => Number.isInteger(size) && size >= 1)).toBe(
            true,
          );
      }),
      { numRuns: 500 },
    );
  });
});
