import { describe, expect, it } from '@jest/globals';
import { pseudo, pseudoText } from './pseudo';

describe('pseudoText', () => {
  it('keeps a text readable, marks where it ends, and makes it a third longer', () => {
    expect(pseudoText('Start')).toBe('[Ŝţåŕţ ẋẋ]');
    const long = 'Takes the pipeline back to how it was before.';
    expect(pseudoText(long).length).toBeGreaterThanOrEqual(Math.ceil(1.3 * long.length));
    expect(pseudoText(long)).not.toMatch(/[A-Za-z]/);
  });

  it('leaves the places of a sentence, numbers and signs as they are', () => {
    expect(pseudoText('See {link}: 3 of 4')).toMatch(/^\[Ŝéé \{link\}: 3 ōƒ 4 ẋ+\]$/);
    expect(pseudoText('·')).toBe('·');
    expect(pseudoText('')).toBe('');
  });
});

describe('pseudo', () => {
  it('translates constants, what functions say, and what lists and tables hold', () => {
    const said = pseudo((count: number) => `${count} nodes`);
    expect(said(3)).toMatch(/^\[3 ńōđéš/);
    expect(pseudo({ a: ['Run'], b: 4 })).toEqual({ a: ['[Ŕúń ẋ]'], b: 4 });
  });
});
