import { describe, expect, it } from '@jest/globals';
import { createLateCommit, flushTyped, uncommitted } from './late-commit';

function watch() {
  const commits: string[] = [];
  const deferred: (() => void)[] = [];
  const late = createLateCommit<string>(
    (value) => commits.push(value),
    (work) => deferred.push(work),
  );
  const draw = () => {
    for (const work of deferred.splice(0)) work();
  };
  return { commits, draw, ...late };
}

describe('what is typed', () => {
  it('reaches the document when it is drawn, and only the newest of it', () => {
    const { commits, draw, offer } = watch();
    offer('1');
    offer('12');
    expect(commits).toEqual([]);
    expect(uncommitted.getState()).toBe(1);
    draw();
    expect(commits).toEqual(['12']);
    expect(uncommitted.getState()).toBe(0);
    offer('123');
    draw();
    expect(commits).toEqual(['12', '123']);
  });

  it('reaches it at once, and once, when the field goes away', () => {
    const { commits, draw, offer, flush } = watch();
    offer('1');
    flush();
    expect(commits).toEqual(['1']);
    draw();
    flush();
    expect(commits).toEqual(['1']);
    expect(uncommitted.getState()).toBe(0);
  });

  it('reaches it before a key acts on the document', () => {
    const [first, second] = [watch(), watch()];
    first.offer('1');
    second.offer('2');
    flushTyped();
    expect([first.commits, second.commits]).toEqual([['1'], ['2']]);
    expect(uncommitted.getState()).toBe(0);
    first.draw();
    expect(first.commits).toEqual(['1']);
  });

  it('is not counted as waiting for ever when the document refuses it', () => {
    const late = createLateCommit<string>(
      () => {
        throw new Error('no');
      },
      () => undefined,
    );
    late.offer('1');
    expect(late.flush).toThrow('no');
    expect(uncommitted.getState()).toBe(0);
  });
});
