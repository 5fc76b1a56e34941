import { describe, expect, it } from '@jest/globals';
import { judgeClasses } from './judge-classes';

const picture = new File(['x'], 'x.png');
const of = (label: string, count: number) => ({
  label,
  files: Array.from({ length: count }, () => picture),
});

describe('classes of pictures', () => {
  it('are complete with two names, pictures of each and a name for all; an empty row does not count', () => {
    expect(judgeClasses('pets', [of('cats', 1), of('dogs', 2), of('', 0)])).toBeNull();
  });

  it('say what is missing, one thing after the other', () => {
    expect(judgeClasses('pets', [of('cats', 1), of('', 0)])).toContain('Two classes');
    expect(judgeClasses('pets', [of('cats', 1), of(' ', 1)])).toBe('Give each class a name.');
    expect(judgeClasses('pets', [of('cats', 1), of('Cats ', 1)])).toContain('same name');
    expect(judgeClasses('pets', [of('cats', 1), of('dogs', 0)])).toBe('Add pictures of dogs.');
    expect(judgeClasses(' ', [of('cats', 1), of('dogs', 1)])).toContain('data set');
  });
});
