import { describe, expect, it } from '@jest/globals';
import { Passwords } from './passwords';

describe('passwords', () => {
  it('are right or wrong, and wrong for who is not there', async () => {
    const passwords = new Passwords();
    const known = await passwords.hash('a long enough password');
    expect(known).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.verify(known, 'a long enough password')).toBe(true);
    expect(await passwords.verify(known, 'another password')).toBe(false);
    expect(await passwords.verify(null, 'nobody has this password')).toBe(false);
  });

  it('are checked two at a time, twenty wait, and the rest is told to come back', async () => {
    const passwords = new Passwords();
    const flood = Array.from({ length: 30 }, () => passwords.verify(null, 'x'));
    const results = await Promise.allSettled(flood);
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(8);
    expect(refused[0]).toMatchObject({ reason: { status: 429, code: 'login.busy' } });
    expect(await passwords.verify(null, 'x')).toBe(false);
  });
});
