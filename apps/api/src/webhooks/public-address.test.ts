import type { lookup } from 'node:dns';
import { describe, expect, it } from '@jest/globals';
import { guardAddresses } from './public-address';

const guard = guardAddresses([]);
const check = (url: string) => () => guard.check(new URL(url));

/** A resolver that answers with these addresses; nothing leaves the machine. */
const resolving = (...addresses: string[]) =>
  ((_: string, __: object, done: (error: null, found: object[]) => void) => {
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as typeof lookup;

function resolve(addresses: string[], trusted: string[] = [], all = false): Promise<unknown> {
  const { lookup: find } = guardAddresses(trusted, resolving(...addresses));
  return new Promise((done, fail) => {
    find('hook.example', { all }, (error, found) => (error ? fail(error) : done(found)));
  });
}

describe('an address that is written out', () => {
  it.each([
    ...['http://127.0.0.1', 'http://127.1', 'http://2130706433', 'http://0x7f000001', 'http://0'],
    ...['http://10.1.2.3', 'http://192.168.0.1', 'http://172.16.0.1', 'http://100.64.0.1'],
    ...['http://169.254.169.254/latest/meta-data', 'http://255.255.255.255', 'http://224.0.0.1'],
    ...['http://[::1]', 'http://[::]', 'http://[::ffff:127.0.0.1]', 'http://[::ffff:7f00:1]'],
    ...[
      'http://[fe80::1]',
      'http://[fc00::1]',
      'http://[64:ff9b::7f00:1]',
      'http://[2002:7f00:1::]',
    ],
    ...['https://user:secret@example.org', 'https://user@example.org'],
  ])('is refused when it leads inside or holds a password: %s', (url) => {
    expect(check(url)).toThrow(expect.objectContaining({ code: 'url.not_allowed' }));
  });

  it.each([
    'https://93.184.215.14/x',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]',
    'https://example.org',
  ])('is fine when it is public: %s', (url) => expect(check(url)).not.toThrow());
});

describe('a name', () => {
  it('is connected to only when all its addresses are public', async () => {
    expect(await resolve(['93.184.215.14'])).toBe('93.184.215.14');
    expect(await resolve(['93.184.215.14'], [], true)).toEqual([
      { address: '93.184.215.14', family: 4 },
    ]);
    for (const inside of ['127.0.0.1', '::1', '169.254.169.254', '::ffff:10.0.0.1']) {
      await expect(resolve(['93.184.215.14', inside])).rejects.toMatchObject({
        code: 'url.not_allowed',
      });
    }
    await expect(resolve([])).rejects.toMatchObject({ code: 'url.not_allowed' });
  });

  it('may lie inside when it is trusted, on the port that is', async () => {
    expect(await resolve(['10.0.0.7'], ['hook.example:8080'])).toBe('10.0.0.7');
    const trusting = guardAddresses(['hook.example:8080', '127.0.0.1:9000']);
    trusting.check(new URL('http://hook.example:8080/x'));
    trusting.check(new URL('http://127.0.0.1:9000/x'));
    for (const url of ['http://hook.example/x', 'http://127.0.0.1:9001', 'http://127.0.0.1']) {
      expect(() => trusting.check(new URL(url))).toThrow('may not be told of runs');
    }
  });
});
