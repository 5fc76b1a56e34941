import { describe, expect, it } from '@jest/globals';
import { checkEntrance, readEntrance } from './check-entrance';
import { checkStore } from './check-store';
import { complaints } from './complaints.fixture';

describe('the entrance of a team', () => {
  /** Who is named is reached through something that is not trusted either. */
  const NAMES = ['public address', 'trusted proxies'];

  it.each([
    ['of one person', {}, []],
    [
      'open to machines whose names it does not know',
      { GRAFT_HOST: '0.0.0.0' },
      ['public address'],
    ],
    [
      'named by an address instead of a name',
      { GRAFT_HOSTS: 'https://graft.example.org', GRAFT_TRUSTED_PROXIES: 'loopback' },
      ['public address'],
    ],
    ['named as no browser writes it', { GRAFT_HOSTS: 'Graft.test' }, NAMES],
    ['named with the port that browsers leave out', { GRAFT_HOSTS: 'a.test:443' }, NAMES],
    ['that listens to this machine only', { GRAFT_HOST: '::1' }, []],
    ['that listens to this machine only, by name', { GRAFT_HOST: 'localhost' }, []],
    ['behind a proxy that is not known', { GRAFT_HOSTS: 'graft.example.org' }, ['trusted proxies']],
    [
      'that takes everybody for a proxy',
      {
        GRAFT_HOST: '0.0.0.0',
        GRAFT_HOSTS: 'a.test',
        GRAFT_TRUSTED_PROXIES: '10.0.0.1, 0.0.0.0/0',
      },
      ['trusted proxies'],
    ],
    [
      'behind a proxy on this machine',
      { GRAFT_HOSTS: 'a.test, a.test:8443', GRAFT_TRUSTED_PROXIES: 'loopback' },
      [],
    ],
    ['open to all directly', { GRAFT_HOST: '::', GRAFT_HOSTS: 'a.test' }, []],
  ])('%s', (_, env, expected) => {
    expect(complaints(checkEntrance(readEntrance(env)))).toEqual(expected);
  });
});

describe('the bucket', () => {
  const env = { GRAFT_S3_BUCKET: 'models', GRAFT_S3_ENDPOINT: 'http://127.0.0.1:1' };
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  const allowed = () => Promise.resolve();
  const store = (remove: () => Promise<void>, shows: boolean) => () => ({
    put: () => Promise.resolve({ digest: 'd', bytes: 1 }),
    has: () => Promise.resolve(shows),
    remove,
  });

  it('that is not used is not asked, and one that allows all is fine', async () => {
    expect(await checkStore({})).toEqual([]);
    expect(complaints(await checkStore(env, store(allowed, true)))).toEqual([]);
  });

  it('that nobody answers for', async () => {
    const [finding] = await checkStore({ ...env, ...keys });
    expect(complaints(finding ? [finding] : [])).toEqual(['bucket']);
    expect(finding?.detail).toContain("can't be written to");
  });

  it('that does not show what was written', async () => {
    const [finding] = await checkStore(env, store(allowed, false));
    expect(finding).toMatchObject({ ok: false, detail: expect.stringContaining("can't be read") });
  });

  it('from which nothing may be deleted', async () => {
    const denied = () => Promise.reject(new Error('AccessDenied'));
    const [finding] = await checkStore(env, store(denied, true));
    expect(finding).toMatchObject({ ok: false, detail: expect.stringContaining('deleted') });
  });
});
