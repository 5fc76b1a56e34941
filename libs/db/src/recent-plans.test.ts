import { describe, expect, it } from '@jest/globals';
import { PLAN_FORMAT, type Plan } from '@graft/plan';
import { RecentPlans } from './recent-plans';

const plan: Plan = { format: PLAN_FORMAT, interpreter: 1, steps: [], models: {} };

function countReads() {
  const log: string[] = [];
  const plans = new RecentPlans();
  const find = (workspace: string, digest: string) =>
    plans.find(workspace, digest, () => {
      log.push(`${workspace} ${digest}`);
      return Promise.resolve(plan);
    });
  return { log, find };
}

describe('recent plans', () => {
  it('are read once, for each workspace by itself', async () => {
    const { log, find } = countReads();
    for (const workspace of ['a', 'a', 'b']) expect(await find(workspace, 'x')).toBe(plan);
    expect(log).toEqual(['a x', 'b x']);
  });

  it('give way to others, those that were not asked for longest first', async () => {
    const { log, find } = countReads();
    for (let digest = 0; digest < 16; digest++) await find('a', String(digest));
    await find('a', '0');
    await find('a', 'new');
    log.length = 0;
    await find('a', '0');
    await find('a', '1');
    expect(log).toEqual(['a 1']);
  });
});
