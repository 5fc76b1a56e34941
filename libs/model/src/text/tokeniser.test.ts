import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createTokeniser, splitWords } from './tokeniser';

const encode = (words: unknown) => new TextEncoder().encode(JSON.stringify(words));
const tokeniser = createTokeniser(encode(['red', 'apple', '1st', 'café', 'ﬁre'.normalize('NFKC')]));
const ASSETS = new URL('../../../../assets/', import.meta.url);

describe('a tokeniser', () => {
  it('numbers known words from 1, leaves out the others, and fills up with 0', () => {
    expect([...tokeniser.encode('A red, RED apple!', 5)]).toEqual([1, 1, 2, 0, 0]);
    expect([...tokeniser.encode('unheard of', 3)]).toEqual([0, 0, 0]);
  });

  it('cuts a long text off', () => {
    expect([...tokeniser.encode('apple red apple red', 2)]).toEqual([2, 1]);
  });

  it('reads letters of any script, digits, and compatibility forms', () => {
    expect(splitWords('Café — 1st-prize, 日本語 ＲＥＤ')).toEqual([
      'café',
      '1st',
      'prize',
      '日本語',
      'red',
    ]);
    expect([...tokeniser.encode('ﬁre CAFÉ', 2)]).toEqual([5, 4]);
  });

  it('refuses a list that is damaged', () => {
    for (const bytes of [encode({}), encode([]), encode([1]), new Uint8Array([0x5b])]) {
      expect(() => createTokeniser(bytes)).toThrow(
        expect.objectContaining({ code: 'vocabulary.unreadable' }),
      );
    }
  });

  it('knows no word of 177 of the 1,314 emoji names, as measured independently', () => {
    const glove = createTokeniser(
      readFileSync(new URL('word-vectors/glove-6b-100d-20k/vocabulary.json', ASSETS)),
    );
    const rows = readFileSync(new URL('datasets/emoji-names.csv', ASSETS), 'utf8');
    const texts = rows
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.slice(0, row.lastIndexOf(',')));
    expect(texts.filter((text) => !glove.knows(text))).toHaveLength(177);
    expect(glove.words).toBe(20_000);
  });
});
