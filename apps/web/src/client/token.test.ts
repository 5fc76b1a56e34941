import { describe, expect, it } from '@jest/globals';
import { readToken, takeToken } from './token';

function openPage(hash: string, stored: string | null) {
  const kept = new Map(stored === null ? [] : [['graft.token', stored]]);
  const shown: string[] = [];
  const page = {
    location: { hash, pathname: '/runs', search: '?a=1' },
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
    history: { replaceState: (_: unknown, __: string, url: string) => void shown.push(url) },
  };
  return { page: page as unknown as Window, kept, shown };
}

describe('readToken', () => {
  it('reads the token of the address that npm start prints', () => {
    expect(readToken('#token=abc-123')).toBe('abc-123');
  });

  it('is null without one', () => {
    expect(readToken('')).toBeNull();
    expect(readToken('#token=')).toBeNull();
  });
});

describe('takeToken', () => {
  it('keeps the token and strips it from the address', () => {
    const { page, kept, shown } = openPage('#token=new', 'old');
    expect(takeToken(page)).toBe('new');
    expect(kept.get('graft.token')).toBe('new');
    expect(shown).toEqual(['/runs?a=1']);
  });

  it('falls back to the one of the last visit and leaves the address alone', () => {
    const { page, shown } = openPage('', 'old');
    expect(takeToken(page)).toBe('old');
    expect(shown).toEqual([]);
  });
});
