import { describe, expect, it } from '@jest/globals';
import { findClosestName } from './closest-name';

describe('findClosestName', () => {
  it.each([
    ['blok1a', 'block1a'],
    ['Train', 'train'],
    ['avgpool', 'avg_pool'],
    ['tarin', 'train'],
  ])('%s means %s', (mistyped, meant) => {
    expect(findClosestName(mistyped, ['block1a', 'block7c', 'train', 'evaluate', 'avg_pool'])).toBe(
      meant,
    );
  });

  it('says nothing when no name is near', () => {
    expect(findClosestName('xyz', ['train', 'evaluate'])).toBeUndefined();
    expect(findClosestName('', ['a'])).toBeUndefined();
    expect(findClosestName('a'.repeat(10_000), ['a'.repeat(9_999)])).toBeUndefined();
  });
});
