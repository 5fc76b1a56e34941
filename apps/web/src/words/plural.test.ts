import { describe, expect, test } from '@jest/globals';
import { plural } from './plural';
import { joinRegion } from './locale';

describe('a count in words', () => {
  const nodes = { one: '# node', other: '# nodes' };
  test.each([
    [0, '0 nodes'],
    [1, '1 node'],
    [1300, '1,300 nodes'],
  ])('%d is said as %s', (count, said) => expect(plural(count, nodes)).toBe(said));

  test('a form that is not given is the general one', () => {
    expect(plural(1, { other: '# sheep' })).toBe('1 sheep');
  });
});

describe('the locale', () => {
  test.each([
    ['en', ['de-DE', 'en'], 'en-DE'],
    ['en', ['de'], 'en-DE'],
    ['en', ['en-GB'], 'en-GB'],
    ['de', ['de-CH', 'en'], 'de-CH'],
    ['en', [], 'en-US'],
  ])('of texts in %s for %j is %s', (language, wanted, locale) => {
    expect(joinRegion(language, wanted)).toBe(locale);
  });

  test('keeps English words beside German numbers', () => {
    const locale = joinRegion('en', ['de-DE']);
    expect(new Intl.NumberFormat(locale).format(1234.5)).toBe('1.234,5');
    expect(new Intl.DateTimeFormat(locale, { month: 'long' }).format(0)).toBe('January');
  });
});
