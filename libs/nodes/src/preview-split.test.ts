import { describe, expect, it } from '@jest/globals';
import type { ExampleRow } from '@graft/graph';
import { previewSplit, splitParamsSchema } from './preview-split';
import { splitNode } from './split.node';

/*  24 examples of 2 classes; each even one looks nearly like the odd one after it. */
const examples: ExampleRow[] = Array.from({ length: 24 }, (_, at) => ({
  sha256: at.toString(16).padStart(64, '0'),
  label: at < 16 ? 0 : 1,
  name: `file ${String(at)}`,
  phash: hashOf(at),
}));
const selection = { classes: ['cat', 'dog'], examples };

/** Pairs share all bits but one; different pairs differ in about half of them. */
function hashOf(at: number): string {
  const pair = BigInt(Math.floor(at / 2) + 1) * 0x9e3779b97f4a7c15n;
  return ((pair & 0xffffffffffffffffn) ^ BigInt(at % 2)).toString(16).padStart(16, '0');
}

describe('the preview of a split', () => {
  it('is what the node selects', () => {
    const params = splitParamsSchema.parse({ train: 0.5, validation: 0.25, test: 0.25, seed: 3 });
    const { parts } = previewSplit(selection, params);
    expect(parts.map(({ part }) => part)).toEqual(['train', 'validation', 'test']);
    for (const { part, examples: shown } of parts) {
      expect(shown).toEqual(splitNode.data?.select(selection, params, part).examples);
    }
    expect(parts.map(({ counts }) => counts)).toEqual([
      [8, 4],
      [4, 2],
      [4, 2],
    ]);
  });

  it('counts the near duplicates that it tears apart, and none when they are kept together', () => {
    const params = splitParamsSchema.parse({});
    const { torn, parts } = previewSplit(selection, params);
    const partOf = (at: number) =>
      parts.find(({ examples: held }) => held.some(({ name }) => name === `file ${String(at)}`));
    const pairs = Array.from({ length: 12 }, (_, at) => at * 2);
    expect(torn).toBe(2 * pairs.filter((at) => partOf(at) !== partOf(at + 1)).length);
    expect(torn).toBeGreaterThan(0);
    expect(previewSplit(selection, { ...params, group: 'near-duplicates' }).torn).toBe(0);
  });
});
