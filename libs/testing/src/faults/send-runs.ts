import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readOverload } from '@graft/contracts';
import { repository } from '../repository';
import type { GraftStack } from './graft-stack';
import type { PlannedRun } from './plan-round';

/** A run whose acceptance the client has seen. */
export interface AcceptedRun extends PlannedRun {
  runId: string;
}

const graph: unknown = JSON.parse(
  readFileSync(join(repository, 'assets/templates/objects-from-scratch.graph.json'), 'utf8'),
);
const PATIENCE_MS = 120_000;

type WatchAnswer = (milliseconds: number, reply: Response | null) => void;

/**
 * Sends a run until the API has accepted it, as a careful client does: the answer may be lost, the
 * API may die before or after the commit; the key makes all tries one.
 * @param watch is told how long each answer took, that of a refusal too
 */
export async function sendRun(
  stack: GraftStack,
  run: PlannedRun,
  watch: WatchAnswer = () => undefined,
): Promise<AcceptedRun> {
  const overrides = {
    'train.seed': run.seed,
    'train.epochs': run.epochs,
    'register.name': run.model,
  };
  const init = {
    method: 'POST',
    headers: { 'idempotency-key': run.idempotencyKey },
    body: JSON.stringify({ graph, overrides }),
  };
  const reply = await askUntilAnswered(stack, '/runs', init, watch);
  return { ...run, runId: ((await reply.json()) as { runId: string }).runId };
}

/** Pauses, resumes or cancels a run, as often as it takes. One that has ended stays as it is. */
export async function sendControl(
  stack: GraftStack,
  runId: string,
  control: 'pause' | 'resume' | 'cancel',
): Promise<void> {
  await askUntilAnswered(stack, `/runs/${runId}/${control}`, { method: 'POST' });
}

async function askUntilAnswered(
  stack: GraftStack,
  path: string,
  init: RequestInit,
  watch: WatchAnswer = () => undefined,
): Promise<Response> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const asked = performance.now();
    const reply = await stack.ask(path, init).catch(() => null);
    watch(performance.now() - asked, reply);
    if (reply?.ok || reply?.status === 409) return reply;
    if (reply && reply.status < 500) {
      throw new Error(`the API refused ${path}: ${reply.status} ${await reply.text()}`);
    }
    if (performance.now() > deadline) throw new Error(`the API did not accept ${path}`);
    await wait(await chooseWait(reply));
  }
}

/** As long as the API says that it has too much to do, and then at another moment of the second than the others. */
async function chooseWait(reply: Response | null): Promise<number> {
  const seconds = reply === null ? null : await readOverload(reply);
  return seconds === null ? 100 : (seconds + Math.random()) * 1000;
}
