import { describe, expect, it } from '@jest/globals';
import type { ElementShape } from '@graft/graph';
import type { InputSpec } from '@graft/model';
import { GraphBuilder } from '@graft/testing';
import { inspect } from '@graft/testing/drawings';
import { fitInput } from './fit-input';

const picture = (height: number | null, channels: 1 | 3): ElementShape => ({
  kind: 'image',
  height,
  width: height,
  channels,
});
const reads = (channels: 1 | 3): InputSpec => ({
  kind: 'image',
  height: 32,
  width: 32,
  channels,
  mean: 127,
  scale: 128,
});
const RANGE = 'pixels 0 to 255 become (pixel - 127) / 128';
const words: InputSpec = { kind: 'tokens', length: 16, vocabulary: 'v' };

describe('what does not fit by itself', () => {
  it.each<[string, ElementShape, InputSpec, string[]]>([
    ['the same size and colour', picture(32, 3), reads(3), [RANGE]],
    ['another size', picture(28, 3), reads(3), ['28 x 28 pictures are resized to 32 x 32', RANGE]],
    ['any size', picture(null, 3), reads(3), ['pictures are resized to 32 x 32', RANGE]],
    ['grey for a base in colour', picture(32, 1), reads(3), ['grey pictures become RGB', RANGE]],
    ['colour for a grey base', picture(32, 3), reads(1), ['RGB pictures become grey', RANGE]],
    ['texts of any length', { kind: 'text' }, words, ['texts are cut or padded to 16 words']],
  ])('is adapted, and the wire says so: %s', (_, element, input, notes) => {
    expect(fitInput(element, input)).toEqual({ fits: true, notes });
  });

  it.each<[ElementShape, InputSpec, RegExp]>([
    [{ kind: 'text' }, reads(3), /reads pictures of 32 x 32, the data holds texts/],
    [picture(32, 3), words, /reads texts, the data holds pictures/],
    [{ kind: 'vector', size: 4 }, { kind: 'vector', size: 5 }, /5 numbers, the data has 4/],
    [{ kind: 'vector', size: 4 }, reads(1), /pictures of 32 x 32, the data holds vectors/],
  ])(
    'is refused with the reason where that would change its meaning (%#)',
    (element, input, why) => {
      expect(fitInput(element, input)).toEqual({ fits: false, reason: expect.stringMatching(why) });
    },
  );

  it.each([
    ['base-model', { base: 'tiny-base' }, 'tiny-texts', 'Use word vectors as the base'],
    ['word-vectors', { vectors: 'tiny-vectors' }, 'tiny-colours', 'Use a base model for pictures'],
  ])('is mended by another base: %s', (kind, params, dataset, title) => {
    // base -> head <- data
    const builder = new GraphBuilder()
      .node('data', 'dataset', { dataset })
      .node('base', kind, params)
      .node('head', 'add-head')
      .wire('base', 'head')
      .wire('data', 'head');
    const { issues, mend } = inspect(builder);
    expect(issues).toMatchObject([{ code: 'add-head.input-mismatch', fix: { title } }]);
    // What is left is that the base of the catalogue is not among the tiny ones.
    expect(mend().map(({ code }) => code)).not.toContain('add-head.input-mismatch');
  });
});
