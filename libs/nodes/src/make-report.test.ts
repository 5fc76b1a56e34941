import { describe, expect, it } from '@jest/globals';
import { makeReport } from './make-report';

/** Four examples of three classes; the answers are right, wrong and sure, right, wrong and unsure. */
const ANSWERS = {
  labels: ['cat', 'dog', 'owl'],
  examples: [0, 1, 2, 2].map((label, index) => ({
    sha256: String(index).repeat(64),
    label,
    name: `picture ${String(index)}`,
  })),
  probabilities: Float32Array.of(0.9, 0.1, 0, 0.95, 0.05, 0, 0.2, 0.2, 0.6, 0.3, 0.4, 0.3),
  topK: 2,
};

describe('a report', () => {
  const report = makeReport(ANSWERS);

  it('counts right answers, with an interval around their share', () => {
    expect(report).toMatchObject({ examples: 4, correct: 2, accuracy: 0.5 });
    expect(report.interval.low).toBeCloseTo(0.15, 2);
    expect(report.interval.high).toBeCloseTo(0.85, 2);
  });

  it('has true classes in rows and predicted ones in columns', () => {
    expect(report.confusion).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 1],
    ]);
    expect(report.perClass.map(({ name, support }) => [name, support])).toEqual([
      ['cat', 1],
      ['dog', 1],
      ['owl', 2],
    ]);
  });

  it('lists wrong answers from the surest on', () => {
    expect(report.mistakes.map((index) => report.rows[index]?.name)).toEqual([
      'picture 1',
      'picture 3',
    ]);
  });

  it('counts an answer among the two most likely', () => {
    expect(report.topK).toEqual({ k: 2, accuracy: 0.75 });
  });

  it('keeps the probabilities of every example', () => {
    expect(report.rows[2]?.probabilities.map((each) => Math.round(each * 10))).toEqual([2, 2, 6]);
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});
