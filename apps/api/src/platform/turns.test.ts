import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns';

describe('turns', () => {
  it('come one after the other, in the order of asking, with eight turns of the event loop between them', async () => {
    const turns = new Turns();
    const happened: string[] = [];
    let over = false;
    const look = () => {
      happened.push('loop');
      if (!over) setImmediate(look);
    };
    const work = async (name: string) => {
      await turns.take();
      happened.push(name);
    };
    const all = Promise.all(['a', 'b', 'c'].map(work));
    setImmediate(look);
    await all;
    over = true;
    expect(happened.filter((each) => each !== 'loop')).toEqual(['a', 'b', 'c']);
    const loopsBetween = (one: string, other: string) =>
      happened.slice(happened.indexOf(one) + 1, happened.indexOf(other)).length;
    expect(loopsBetween('a', 'b')).toBeGreaterThanOrEqual(8);
    expect(loopsBetween('b', 'c')).toBeGreaterThanOrEqual(8);
  });

  it('begin again after a rest', async () => {
    const turns = new Turns();
    await turns.take();
    await turns.take();
    await expect(Promise.all([turns.take(), turns.take()])).resolves.toHaveLength(2);
  });

  it('are not given to those who have gone away meanwhile', async () => {
    const turns = new Turns();
    const happened: string[] = [];
    const gone = new Set<string>();
    const work = async (name: string) => {
      await turns.take(() => gone.has(name));
      happened.push(name);
    };
    const all = Promise.allSettled(['a', 'b', 'c', 'd'].map(work));
    gone.add('b').add('c');
    const outcomes = await all;
    expect(happened).toEqual(['a', 'd']);
    expect(outcomes[1]).toMatchObject({ reason: { code: 'request.gone' } });
    expect(outcomes[2]).toMatchObject({ reason: { code: 'request.gone' } });
  });
});
