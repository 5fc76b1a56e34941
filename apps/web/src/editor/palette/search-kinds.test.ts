import { catalogue } from '@graft/nodes';
import { describe, expect, it } from '@jest/globals';
import { groupKinds, searchKinds } from './search-kinds';

describe('searchKinds', () => {
  it('gives every kind for an empty search', () => {
    expect(searchKinds(catalogue, ' ')).toHaveLength(catalogue.size);
  });

  it('puts a title that begins with the word first', () => {
    expect(searchKinds(catalogue, 'tra')[0]?.kind).toBe('train');
  });

  it('wants every word and is content with none found', () => {
    expect(searchKinds(catalogue, 'fine tune').map((each) => each.kind)).toContain('fine-tune');
    expect(searchKinds(catalogue, 'train zzz')).toEqual([]);
  });
});

describe('groupKinds', () => {
  it('loses no kind and shows no empty group', () => {
    const groups = groupKinds([...catalogue.values()]);
    expect(groups.flatMap((each) => each.definitions)).toHaveLength(catalogue.size);
    expect(groups.every((each) => each.definitions.length > 0)).toBe(true);
  });
});
