import { describe, expect, it } from '@jest/globals';
import { sayStep } from './say-step';

const nameOf = (id: string) => (id === 'train' ? 'Train the head' : null);

describe('what a step is called', () => {
  it('is what its nodes are called, or else its kind', () => {
    expect(sayStep({ kind: 'train', nodes: ['train'] }, nameOf)).toBe('Train the head');
    expect(sayStep({ kind: 'extract-features', nodes: [] }, nameOf)).toBe('Extract features');
  });

  it('says the setting that it tries, and which repeat after the first it is', () => {
    const tried = { field: 'train.learningRate', value: 0.01, repeat: 0 };
    const step = { kind: 'train', nodes: [] };
    expect(sayStep({ ...step, tried }, nameOf)).toBe('Train, learning rate 0.01');
    expect(sayStep({ ...step, tried: { ...tried, repeat: 2 } }, nameOf)).toBe(
      'Train, learning rate 0.01, repeat 3',
    );
    expect(sayStep({ ...step, tried: { field: null, value: null, repeat: 0 } }, nameOf)).toBe(
      'Train, repeat 1',
    );
  });
});
