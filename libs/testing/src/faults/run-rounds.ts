import type { DoneAgain } from '../engine-work';
import { GraftStack } from './graft-stack';
import { countKills, describeFault, planRound } from './plan-round';
import { playRound, type RoundResult } from './play-round';

export interface RoundsOptions {
  rounds: number;
  seed: number;
  /** Number of the first round; default 1. With `rounds` 1 it repeats a single one. */
  first?: number;
  say: (line: string) => void;
}

export interface RoundsResult {
  rounds: number;
  kills: number;
  violations: number;
}

/** Plays rounds one after the other on one stack; a violation keeps its data folder and takes a new one. */
export async function runRounds(options: RoundsOptions): Promise<RoundsResult> {
  const { rounds, seed, first = 1, say } = options;
  const result = { rounds: 0, kills: 0, violations: 0 };
  let [stack, killsHere] = [await GraftStack.start({ records: true }), 0];
  try {
    for (let number = first; number < first + rounds; number += 1) {
      const round = planRound(seed, number);
      const begun = performance.now();
      const { violations, mostAgain } = await playRound(stack, round, killsHere).catch(
        describeBreakdown,
      );
      const kills = countKills(round);
      killsHere += kills;
      result.rounds += 1;
      result.kills += kills;
      result.violations += violations.length;
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      const blows = round.faults.map(describeFault).join(', ');
      say(
        `round ${number} of seed ${seed}: ${seconds} s, ${violations.length} violations${describeAgain(mostAgain)}; ${blows}`,
      );
      if (violations.length === 0) continue;
      for (const { invariant, what } of violations) say(`  ${invariant}: ${what}`);
      say(`  its data and logs are kept in ${stack.home}`);
      await stack.stop({ keep: true });
      [stack, killsHere] = [await GraftStack.start({ records: true }), 0];
    }
    return result;
  } finally {
    await stack.stop();
  }
}

/** A stack that never becomes healthy again is a violation too: nothing ends on it. */
function describeBreakdown(error: unknown): RoundResult {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  const what = `${String(error)} ${cause}`.trim();
  return { violations: [{ invariant: 'I1', what }], mostAgain: null };
}

/** `, 13 batches again (3 for a checkpoint on its way)`: ten are an interval. */
function describeAgain(most: DoneAgain | null): string {
  if (most === null) return '';
  const { batches, onTheWay } = most;
  const late = onTheWay === 0 ? '' : ` (${onTheWay} for a checkpoint on its way)`;
  return `, ${batches} batches again${late}`;
}
