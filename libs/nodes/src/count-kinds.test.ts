import { describe, expect, it } from '@jest/globals';
import { countKinds, countKindsApart, summariseKinds } from './count-kinds';

describe('kinds of tested examples', () => {
  const rows = ['0000000000000000', '0000000000000001', 'ffffffffffffffff', 'ffffffffffffff00'];
  const examples = rows.map((phash, at) => ({ sha256: `${at}`, label: 0, name: '', phash }));
  const fold = (number: number, places: number[], hits: number[], repeat = 0) => ({
    ...{ repeat, fold: number, places, hits, learningRate: 1, curve: [], seconds: 0 },
  });

  it('are seen where a twin lies in another fold', () => {
    const results = [fold(0, [0, 2], [1, 0]), fold(1, [1, 3], [1, 1]), fold(0, [1, 2], [0, 0], 1)];
    expect(countKinds({ classes: ['a'], examples }, results)).toEqual({
      seen: { examples: 2, correct: 2 },
      unseen: { examples: 2, correct: 1 },
    });
  });

  it('are unseen where twins are tested together', () => {
    const results = [fold(0, [0, 1], [1, 0]), fold(1, [2, 3], [1, 1])];
    expect(countKinds({ classes: ['a'], examples }, results).seen.examples).toBe(0);
  });
});

describe('kinds of one test', () => {
  const row = (phash: string, sha256 = phash) => ({ sha256, label: 0, name: '', phash });
  const learned = [row('0000000000000000'), row('5555555555555555')];

  it('are seen where an equal or a near duplicate was learned from', () => {
    const tested = [
      row('0000000000000001'),
      row('5555555555555555'),
      row('ffffffffffffffff'),
      row('ffffffffffffff00'),
    ];
    expect(countKindsApart(tested, [1, 0, 1, 1], learned)).toEqual({
      seen: { examples: 2, correct: 1 },
      unseen: { examples: 2, correct: 2 },
    });
  });

  it('are unseen where only tested examples look alike', () => {
    const tested = [row('ffffffffffffffff'), row('fffffffffffffffe')];
    expect(countKindsApart(tested, [1, 1], learned).seen.examples).toBe(0);
  });

  it('have no accuracy where there is none of a kind', () => {
    const kinds = countKindsApart([row('ffffffffffffffff')], [1], learned);
    expect(summariseKinds(kinds)).toEqual({
      ...{ seenKinds: 0, seenAccuracy: null, unseenAccuracy: 1 },
    });
    expect(summariseKinds(undefined)).toEqual({});
  });
});
