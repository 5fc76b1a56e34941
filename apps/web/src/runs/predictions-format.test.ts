import { describe, expect, it } from '@jest/globals';
import { listAnswered, listGiven } from './predictions-format';

const example = (name: string, label: string) => ({
  ...{ sha256: name, name, class: '', top: [{ label, probability: 0.5 }] },
});

describe('what a model took examples for', () => {
  it('lists the labels that were given, the most frequent first', () => {
    const counts = [
      { label: 'apple', examples: 1 },
      { label: 'pear', examples: 0 },
      { label: 'plum', examples: 3 },
    ];
    expect(listGiven({ counts }).map(({ label }) => label)).toEqual(['plum', 'apple']);
  });

  it('lists the examples that were given a label, in their order', () => {
    const shown = [example('one', 'plum'), example('two', 'apple'), example('three', 'plum')];
    expect(listAnswered({ shown }, 'plum').map(({ name }) => name)).toEqual(['one', 'three']);
    expect(listAnswered({ shown }, null)).toHaveLength(3);
  });
});
