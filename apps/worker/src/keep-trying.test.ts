import { describe, expect, it } from '@jest/globals';
import { OperationalError, UserError } from '@graft/errors';
import { keepTrying } from './keep-trying';

const away = () =>
  Promise.reject(new OperationalError({ code: 'database.unavailable', message: 'away' }));

/** Does one of these things after the other. */
function inTurn<Result>(...attempts: (() => Promise<Result>)[]) {
  let made = 0;
  return { attempt: () => attempts[made++]!(), made: () => made };
}

describe('a call to the database', () => {
  it('is repeated while the database is away', async () => {
    const { attempt, made } = inTurn<string>(away, away, () => Promise.resolve('there'));
    expect(await keepTrying(attempt)).toBe('there');
    expect(made()).toBe(3);
  });

  it('is repeated when its answer never comes', async () => {
    const silent = () => new Promise<string>(() => undefined);
    const { attempt, made } = inTurn(silent, () => Promise.resolve('there'));
    expect(await keepTrying(attempt, undefined, 10)).toBe('there');
    expect(made()).toBe(2);
  });

  it('is not repeated when it is refused', async () => {
    const refused = new UserError({ code: 'no', message: 'no' });
    const { attempt, made } = inTurn<string>(() => Promise.reject(refused));
    await expect(keepTrying(attempt)).rejects.toBe(refused);
    expect(made()).toBe(1);
  });

  it('ends with the reason of the signal', async () => {
    const stop = new AbortController();
    const { attempt } = inTurn<string>(() => {
      stop.abort(new Error('enough'));
      return away();
    }, away);
    await expect(keepTrying(attempt, stop.signal)).rejects.toThrow('enough');
  });
});
