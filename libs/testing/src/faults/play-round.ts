import { isTerminal } from '@graft/contracts';
import { setTimeout as wait } from 'node:timers/promises';
import { until } from '../services';
import type { DoneAgain } from '../engine-work';
import { collectEvidence } from './collect-evidence';
import type { GraftStack } from './graft-stack';
import { findViolations, type Violation } from './invariants';
import { listDoneAgain } from './invariants/redone';
import { countKills, type PlannedRun, type Round } from './plan-round';
import { sendControl, sendRun, type AcceptedRun } from './send-runs';

/** Seconds within which every run has ended after the last blow. */
const END_LIMIT = 150;
/** Between two looks at runs: an API that answers all the time takes the processor from the workers, which yield. */
const LOOK_MS = 100;
/** Rows come before the workflow's end and before folders are removed. */
const SETTLE_MS = 20_000;

export interface RoundResult {
  violations: Violation[];
  /** The most that an attempt did again; null where none did anything. */
  mostAgain: DoneAgain | null;
}

/** Sends the runs of a round, strikes, waits for the end and looks whether everything holds. */
export async function playRound(
  stack: GraftStack,
  round: Round,
  killsBefore = 0,
): Promise<RoundResult> {
  const begun = performance.now();
  const strikes = round.faults.map(async (fault) => {
    await wait(Math.max(0, fault.at - (performance.now() - begun)));
    await stack.strike(fault);
  });
  const accepted = await Promise.all(round.runs.map((run) => sendAndWish(stack, run, begun)));
  await Promise.all(strikes);
  await stack.untilHealthy();
  const stuck = await waitForEnds(stack, accepted);
  if (stuck !== null) return { violations: [{ invariant: 'I1', what: stuck }], mostAgain: null };
  return settle(stack, accepted, killsBefore + countKills(round));
}

async function sendAndWish(
  stack: GraftStack,
  run: PlannedRun,
  begun: number,
): Promise<AcceptedRun> {
  const accepted = await sendRun(stack, run);
  const { wish } = run;
  if (wish === null) return accepted;
  await wait(Math.max(0, wish.at - (performance.now() - begun)));
  await sendControl(stack, accepted.runId, wish.type);
  if (wish.type === 'cancel') return accepted;
  await wait(wish.resumeAt - wish.at);
  await sendControl(stack, accepted.runId, 'resume');
  return accepted;
}

async function waitForEnds(
  stack: GraftStack,
  accepted: readonly AcceptedRun[],
): Promise<string | null> {
  const states = new Map<string, string>();
  const haveEnded = async (): Promise<boolean> => {
    for (const { runId } of accepted) {
      // What has ended stays so.
      if (isTerminal(states.get(runId) as 'failed')) continue;
      await wait(LOOK_MS);
      const reply = await stack.ask(`/runs/${runId}`);
      states.set(runId, ((await reply.json()) as { status: string }).status);
    }
    return accepted.every(({ runId }) => isTerminal(states.get(runId) as 'failed'));
  };
  try {
    await until('every run has ended', haveEnded, END_LIMIT);
    return null;
  } catch (error) {
    const found = [...states].map(([runId, state]) => `run ${runId} is ${state}`).join(', ');
    return `${String(error)}: ${found}`;
  }
}

/** Looks until all holds; what does not hold by then never will. */
async function settle(
  stack: GraftStack,
  accepted: readonly AcceptedRun[],
  kills: number,
): Promise<RoundResult> {
  const deadline = performance.now() + SETTLE_MS;
  for (;;) {
    const evidence = await collectEvidence(stack, accepted, kills);
    const violations = findViolations(evidence);
    if (violations.length === 0 || performance.now() > deadline) {
      const again = listDoneAgain(evidence).sort((a, b) => b.batches - a.batches);
      return { violations, mostAgain: again[0] ?? null };
    }
    await wait(500);
  }
}
