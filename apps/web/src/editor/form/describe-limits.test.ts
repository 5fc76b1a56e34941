import { describe, expect, it } from '@jest/globals';
import { catalogue } from '@graft/nodes';
import { describeLimits } from './describe-limits';
import { makeForm } from './form-model';

const describeField = (kind: string, name: string) => {
  const definition = catalogue.get(kind);
  const field = definition && makeForm(definition).find((each) => each.name === name);
  if (field === undefined) throw new Error(`${kind} has no ${name}`);
  return describeLimits(field);
};

describe('what is said of a field', () => {
  it('names the range of a number and its default', () => {
    expect(describeField('train', 'epochs')).toMatch(/^From 1 to [\d,]+\. Default: \d+$/);
    expect(describeField('split', 'train')).toBe('From 0 to 1. Default: 0.7');
  });

  it('names a choice and a switch as a person reads them', () => {
    expect(describeField('filter-classes', 'mode')).toBe('Default: Drop');
    expect(describeField('split', 'stratified')).toBe('Default: on');
  });

  it('says nothing of a list that is empty by default and takes anything', () => {
    expect(describeField('filter-classes', 'classes')).toBe('');
  });

  it('says that a number is found by Graft where nobody gives one', () => {
    const input = { kind: 'number', whole: false, min: 0, max: null } as const;
    expect(describeLimits({ input, fallback: null, nullable: true })).toBe(
      'At least 0. Default: Automatic',
    );
  });
});
