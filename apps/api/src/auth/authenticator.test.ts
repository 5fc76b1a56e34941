import { describe, expect, it } from '@jest/globals';
import type { ApiRequest } from '../platform/api-request';
import { Authenticator } from './authenticator';
import { digestSecret } from './secret';

const EXPIRES = new Date('2100-01-01');
const secretOf = (name: string) => `graft_${name.padEnd(16, '0')}`;

/** Credentials that know two tokens, and each list of digests that was asked for. */
function makeAuthenticator() {
  const known = new Map(['one', 'two'].map((name) => [digestSecret(secretOf(name)), name]));
  const asked: (readonly string[])[] = [];
  const find = (digests: readonly string[]) => {
    asked.push(digests);
    return Promise.resolve(
      digests.map((digest) => {
        const id = known.get(digest);
        if (id === undefined) return null;
        const ids = { id, workspaceId: 'w', userId: `user of ${id}` };
        return { ...ids, role: 'editor' as const, expiresAt: EXPIRES };
      }),
    );
  };
  const authenticator = new Authenticator({ findTokens: find, findSessions: find }, null);
  const ask = (name: string) =>
    authenticator.authenticate({
      headers: { authorization: `Bearer ${secretOf(name)}` },
    } as unknown as ApiRequest);
  return { ask, asked, known };
}

describe('those who ask at the same time', () => {
  it('are looked up by one statement, and each is who they are', async () => {
    const { ask, asked } = makeAuthenticator();
    const [one, two, nobody, again] = await Promise.allSettled(
      ['one', 'two', 'three', 'one'].map(ask),
    );
    expect(asked).toHaveLength(1);
    expect(one).toMatchObject({ value: { userId: 'user of one', credentialId: 'one' } });
    expect(two).toMatchObject({ value: { userId: 'user of two', credentialId: 'two' } });
    expect(nobody).toMatchObject({ reason: { code: 'token.required' } });
    expect(again).toEqual(one);
  });

  it('are looked up anew each time: what was revoked counts no more', async () => {
    const { ask, asked, known } = makeAuthenticator();
    await ask('one');
    known.clear();
    await expect(ask('one')).rejects.toMatchObject({ code: 'token.required' });
    expect(asked).toHaveLength(2);
  });
});
