import { describe, expect, it } from '@jest/globals';
import { formatGain, formatMeasure, listMeasures, sayMeasure } from './measures';

describe('what runs have measured', () => {
  it('is listed node by node, what tells most first, with gaps where a run has no such number', () => {
    const runs = [
      { reports: { eval: { own: 3, examples: 40, accuracy: 0.75, note: 'text' } } },
      { reports: { eval: { accuracy: 0.8, examples: 40 }, folds: { accuracy: 0.5 } } },
    ];
    expect(listMeasures(runs)).toEqual([
      { node: 'eval', key: 'accuracy', values: [0.75, 0.8] },
      { node: 'eval', key: 'examples', values: [40, 40] },
      { node: 'eval', key: 'own', values: [3, null] },
      { node: 'folds', key: 'accuracy', values: [null, 0.5] },
    ]);
  });

  it('is read as percent where it is a share, and as it is where it is none', () => {
    expect(formatMeasure('accuracy', 0.7573)).toBe('75.7 %');
    expect(formatMeasure('macroF1', 0.6776)).toBe('0.6776');
    expect(formatMeasure('examples', 103)).toBe('103');
    expect(formatMeasure('accuracy', null)).toBe('');
    expect(sayMeasure('topK')).toBe('k of top-k accuracy');
    expect(sayMeasure('own')).toBe('own');
  });

  it('differs by points where it is a share', () => {
    expect(formatGain('accuracy', [0.75, 0.7])).toBe('−5.0 points');
    expect(formatGain('macroF1', [0.5, 0.75])).toBe('+0.25');
    expect(formatGain('examples', [40, 40])).toBe('0');
    expect(formatGain('accuracy', [0.75, null])).toBe('');
  });

  it('differs by no more digits than are shown of the values', () => {
    expect(formatGain('macroF1', [0.712_71, 0.677_58])).toBe('−0.0351');
    expect(formatGain('own', [0, 0])).toBe('0');
    expect(formatGain('own', [12_345, 12_346])).toBe('+1');
  });
});
