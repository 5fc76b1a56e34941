import { describe, expect, it } from '@jest/globals';
import { listConfused } from './list-confused';

const sha = (at: number) => at.toString(16).padStart(64, '0');
const row = (at: number, label: number, predicted: number, sure: number) => ({
  ...{ sha256: sha(at), name: `file ${String(at)}`, label, predicted, part: 'test' },
  probabilities: predicted === 0 ? [sure, 1 - sure] : [1 - sure, sure],
});

/*  truth  answer   surest first
    cat    dog      3, 1, 2          4: a dog that was known */
const report = {
  format: 'graft.report/1',
  labels: ['cat', 'dog'],
  rows: [row(1, 0, 1, 0.8), row(2, 0, 1, 0.6), row(3, 0, 1, 0.9), row(4, 1, 1, 0.99)],
};
const example = (at: number, label = 0) => ({
  ...{ sha256: sha(at), label, name: `file ${String(at)}`, text: `text ${String(at)}` },
});
const cell = { truth: 'cat', answer: 'dog', limit: 60, offset: 0 };
const names = (examples: readonly { name: string }[]) =>
  [1, 2, 3].filter((at) => examples.some(({ name }) => name === `file ${String(at)}`));

describe('the examples behind a cell', () => {
  const manifest = { examples: [1, 2, 3, 4].map((at) => example(at)) };

  it('come with the surest answer first, page by page', () => {
    const all = listConfused(report, manifest, cell);
    expect(all.total).toBe(3);
    expect(all.examples.map(({ name }) => name)).toEqual(['file 3', 'file 1', 'file 2']);
    const page = listConfused(report, manifest, { ...cell, limit: 1, offset: 1 });
    expect(page).toEqual({ total: 3, examples: all.examples.slice(1, 2) });
  });

  it('are those of the version that is looked at, with the class that they have there', () => {
    const later = { examples: [example(1, 1), example(2), { ...example(3), name: 'another' }] };
    const { total, examples } = listConfused(report, later, cell);
    expect([total, names(examples)]).toEqual([2, [1, 2]]);
    expect(examples[0]).toEqual({ ...example(1, 1) });
  });

  it('are none for a cell that nothing fell into, and refused for a class that is not there', () => {
    const none = { ...cell, truth: 'dog', answer: 'cat' };
    expect(listConfused(report, manifest, none)).toEqual({ total: 0, examples: [] });
    expect(() => listConfused(report, manifest, { ...cell, answer: 'cow' })).toThrow(
      expect.objectContaining({ code: 'class.unknown' }),
    );
    expect(() => listConfused({ format: 'graft.history/1' }, manifest, cell)).toThrow(
      expect.objectContaining({ code: 'output.no_report' }),
    );
  });
});
