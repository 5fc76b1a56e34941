import { describe, expect, it } from '@jest/globals';
import { countKills, PARTS, planRound } from './plan-round';

describe('the plan of a round', () => {
  it('is decided by seed and number alone', () => {
    expect(planRound(3, 7)).toEqual(planRound(3, 7));
    expect(planRound(3, 7)).not.toEqual(planRound(4, 7));
    expect(planRound(3, 7)).not.toEqual(planRound(3, 8));
  });

  it('hits every part in every way, and people want things meanwhile', () => {
    const rounds = Array.from({ length: 300 }, (_, number) => planRound(1, number));
    const blows = new Set(
      rounds.flatMap(({ faults }) =>
        faults.map((fault) => ('part' in fault ? `${fault.type} ${fault.part}` : fault.type)),
      ),
    );
    const ways = PARTS.flatMap((part) => ['kill', 'stop', 'freeze'].map((way) => `${way} ${part}`));
    expect([...blows].sort()).toEqual([...ways, 'kill-engine'].sort());
    const wishes = rounds.flatMap(({ runs }) => runs.map(({ wish }) => wish?.type));
    expect(new Set(wishes)).toEqual(new Set([undefined, 'cancel', 'pause']));
    expect(rounds.some(({ faults }) => new Set(faults.map(({ at }) => at)).size >= 5)).toBe(true);
  });

  it('counts what is killed or stopped, not what is frozen', () => {
    const faults = [
      { at: 1, type: 'kill', part: 'api' },
      { at: 2, type: 'freeze', part: 'api', milliseconds: 5 },
      { at: 3, type: 'kill-engine' },
    ] as const;
    expect(countKills({ number: 1, runs: [], faults })).toBe(2);
  });
});
