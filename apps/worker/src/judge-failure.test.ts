import { OperationalError, UnexpectedError, UserError } from '@graft/errors';
import { describe, expect, it } from '@jest/globals';
import { isCrash, judgeFailure } from './judge-failure';

const whole = { microBatches: 1, freedSpace: false };
const operational = (code: string) => new OperationalError({ code, message: 'x' });
const user = (code: string) => new UserError({ code, message: 'x' });

describe('a failed attempt', () => {
  it.each(['database.unavailable', 'storage.failed', 'engine.died', 'engine.stalled'])(
    'is followed by another one after a loss of the world: %s',
    (code) => {
      expect(judgeFailure(operational(code), whole, 1)).toEqual({ type: 'retry' });
    },
  );

  it('is tried again for ever as long as it does not fail at the same place', () => {
    expect(judgeFailure(operational('engine.died'), whole, 2)).toEqual({ type: 'retry' });
    expect(judgeFailure(operational('engine.died'), whole, 3)).toMatchObject({
      type: 'park',
      error: { code: 'engine.crash-loop', details: { code: 'engine.died' } },
    });
  });

  it('parks at once what a person must mend, with the words of the error', () => {
    expect(judgeFailure(user('train.not-finite'), whole, 0)).toEqual({
      type: 'park',
      error: { code: 'train.not-finite', message: 'x' },
    });
  });

  it('splits batches once when memory runs out', () => {
    const error = user('engine.out-of-memory');
    const split = { type: 'split-batches', microBatches: 2 };
    expect(judgeFailure(error, whole, 0)).toEqual(split);
    expect(judgeFailure(error, { ...whole, microBatches: 2 }, 0).type).toBe('park');
  });

  it.each([user('engine.disk-full'), operational('storage.full')])(
    'makes room once on a full disk',
    (error) => {
      expect(judgeFailure(error, whole, 0)).toEqual({ type: 'free-space' });
      expect(judgeFailure(error, { ...whole, freedSpace: true }, 0)).toMatchObject({
        type: 'park',
        error: { code: error.code },
      });
    },
  );

  it('counts as a crash when engine or Graft are to blame, not the world', () => {
    expect(isCrash(operational('engine.died'))).toBe(true);
    expect(isCrash(new UnexpectedError({ code: 'bug', message: 'x' }))).toBe(true);
    expect(isCrash(operational('database.unavailable'))).toBe(false);
    expect(isCrash(operational('engine.pool-closed'))).toBe(false);
  });
});
