import { describe, expect, it } from '@jest/globals';
import { EDITOR_KEYS, findKey } from './editor-keys';
import { describeKey, nameKey } from './key-names';

const press = (
  key: string,
  held: { ctrlKey?: boolean; metaKey?: boolean; shiftKey?: boolean; altKey?: boolean } = {},
) => describeKey({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

describe('the keys of the editor', () => {
  it('give no key two meanings', () => {
    const all = EDITOR_KEYS.flatMap(({ keys }) => keys);
    expect(new Set(all).size).toBe(all.length);
  });

  it('take the command key of a Mac for ctrl', () => {
    expect(findKey(press('z', { metaKey: true }))?.title).toBe('Undo');
    expect(findKey(press('Z', { ctrlKey: true, shiftKey: true }))?.title).toBe('Redo');
  });

  it('show their list at "?", however the keyboard makes one', () => {
    expect(findKey(press('?'))?.title).toBe('Show this list');
    expect(findKey(press('?', { shiftKey: true }))?.title).toBe('Show this list');
  });

  it('tell Alt from no Alt', () => {
    expect(findKey(press('Enter', { ctrlKey: true, altKey: true }))?.title).toBe('Cancel the run');
    expect(findKey(press('Enter', { ctrlKey: true }))?.title).toBe('Run');
    expect(findKey(press('a', { altKey: true }))).toBeUndefined();
  });

  it('are named as on a keyboard', () => {
    expect(nameKey('ctrl+shift+z')).toEqual(['Ctrl', 'Shift', 'Z']);
    expect(nameKey(' ')).toEqual(['Space']);
  });
});
