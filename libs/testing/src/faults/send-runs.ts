import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
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

/**
 * Sends a run until the API has accepted it, as a careful client does: the answer may be lost, the
 * API may die before or after the commit; the key makes all tries one.
 */
export async function sendRun(stack: GraftStack, run: PlannedRun): Promise<AcceptedRun> {
  const overrides = {
    'train.seed': run.seed,
    'train.epochs': run.epochs,
    'register.name': run.model,
  };
  const reply = await askUntilAnswered(stack, '/runs', {
    method: 'POST',
    headers: { 'idempotency-key': run.idempotencyKey },
    body: JSON.stringify({ graph, overrides }),
  });
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
): Promise<Response> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const reply = await stack.ask(path, init).catch(() => null);
    if (reply?.ok || reply?.status === 409) return reply;
    if (reply && reply.status < 500) {
      throw new Error(`the API refused ${path}: ${reply.status} ${await reply.text()}`);
    }
    if (performance.now() > deadline) throw new Error(`the API did not accept ${path}`);
    await wait(100);
  }
}
