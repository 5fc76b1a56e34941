import { describe, expect, it } from '@jest/globals';
import { nameBlock } from './name-block';

describe('nameBlock', () => {
  it.each([
    ['block1a_dwconv', 'block1a'],
    ['stem_conv', 'stem'],
    ['avg_pool', 'avg'],
    ['predictions', 'predictions'],
    ['block_3_expand', 'block_3'],
    ['conv_dw_12_bn', 'conv_dw_12'],
    ['expanded_conv_4/project', 'expanded_conv_4'],
    ['conv2_block1_1_conv', 'conv2'],
    ['conv2d_7', 'conv2d_7'],
    ['max_pooling2d', 'max'],
    ['_odd', '_odd'],
  ])('%s is in %s', (layer, block) => {
    expect(nameBlock(layer)).toBe(block);
  });
});
