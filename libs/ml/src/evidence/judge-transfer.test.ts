import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeTransfer, type JudgedTrial, type JudgedWay } from './judge-transfer';

/** Five folds of 40 examples with this many right answers each; curves rise to `top` in `epochs`. */
function wayOf(right: readonly number[], top = 0.8, epochs = 4): JudgedWay {
  const trials = right.map((count, fold): JudgedTrial => {
    const examples = Array.from({ length: 40 }, (_, at) => `${fold}-${at}`);
    const curve = Array.from({ length: 9 }, (_, epoch) => ({
      epoch,
      accuracy: Math.min(top, (top * (epoch + 1 + fold / 100)) / (epochs + 1)),
      seconds: epoch * 2 + fold / 10,
    }));
    return {
      id: String(fold),
      examples,
      hits: examples.map((_, at) => (at < count ? 1 : 0)),
      curve,
    };
  });
  return { trials, testShare: 1 / 4 };
}

describe('a verdict on transfer', () => {
  const baseline = wayOf([20, 21, 19, 20, 20]);

  it('says that it helps when every trial gains', () => {
    const verdict = judgeTransfer(wayOf([28, 29, 28, 27, 28]), baseline);
    expect(verdict).toMatchObject({ outcome: 'helps', trials: 5, examples: 200 });
    expect(verdict?.asymptote.difference.mean).toBeCloseTo(0.2, 9);
  });

  it('says that it hurts when every trial loses: negative transfer has a name', () => {
    expect(judgeTransfer(wayOf([14, 15, 13, 13, 14]), baseline)?.outcome).toBe('hurts');
  });

  it('says nothing where the trials disagree, however good the mean looks', () => {
    const verdict = judgeTransfer(wayOf([32, 17, 30, 16, 29]), baseline);
    expect(verdict?.asymptote.difference.mean).toBeGreaterThan(0.1);
    expect(verdict?.outcome).toBe('no-difference-shown');
  });

  it('finds a higher start, a higher slope and less time', () => {
    const verdict = judgeTransfer(
      wayOf([20, 21, 19, 20, 20], 0.8, 1),
      wayOf([20, 21, 19, 20, 20], 0.8, 6),
    );
    expect(verdict).toMatchObject({
      outcome: 'no-difference-shown',
      start: { outcome: 'helps' },
      slope: { outcome: 'helps' },
      time: { outcome: 'helps' },
    });
  });

  it('judges a single split by the pictures on which the two differ', () => {
    const once = (right: number): JudgedWay => ({
      testShare: null,
      trials: wayOf([right]).trials.map((trial) => ({ ...trial, curve: [] })),
    });
    expect(judgeTransfer(once(35), once(20))).toMatchObject({ outcome: 'helps', start: null });
    expect(judgeTransfer(once(22), once(20))).toMatchObject({ outcome: 'no-difference-shown' });
  });

  it('refuses to compare what was tested on other examples', () => {
    const { trials } = wayOf([20]);
    const other = trials.map((trial) => ({
      ...trial,
      examples: trial.examples.map((each) => `other ${each}`),
    }));
    expect(
      judgeTransfer({ trials, testShare: null }, { trials: other, testShare: null }),
    ).toBeNull();
  });

  it('turns round when the two change places', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(counts, counts, (left, right) => {
        const there = judgeTransfer(wayOf(left), wayOf(right))?.asymptote.difference;
        const back = judgeTransfer(wayOf(right), wayOf(left))?.asymptote.difference;
        expect(there?.mean).toBeCloseTo(-(back?.mean ?? NaN), 9);
        expect(there?.low).toBeCloseTo(-(back?.high ?? NaN), 9);
      }),
    );
  });

  // Coin tosses: a difference must not be found much more often than in one of twenty.
  it('is rarely wrong where nothing differs', () => {
    let seed = 1;
    const toss = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const draw = () =>
      Array.from({ length: 5 }, () => {
        let right = 0;
        for (let at = 0; at < 40; at++) if (toss() < 0.5) right += 1;
        return right;
      });
    const found = Array.from({ length: 300 }, () => judgeTransfer(wayOf(draw()), wayOf(draw())));
    const wrong = found.filter((verdict) => verdict?.outcome !== 'no-difference-shown').length;
    expect(wrong / 300).toBeLessThan(0.07);
  });
});
