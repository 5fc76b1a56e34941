import type { RunState } from '@graft/contracts';
import { makeId } from '@graft/db';
import { UserError } from '@graft/errors';
import { canonicalise, type Issue } from '@graft/graph';
import { haveSameOptions } from '@graft/plan';
import type { Caller } from '../auth/caller';
import { checkDisk } from '../limits/check-disk';
import { deriveId } from '../platform/derive-id';
import { reusedKey } from '../platform/reused-key';
import type { Services } from '../platform/services';
import type { IsGone } from '../platform/turns';
import { awaitImports } from './await-imports';
import { planSource, type RunSource } from './plan-source';

export interface AcceptedRun {
  runId: string;
  status: RunState;
}

/**
 * Accepts a run: once this resolves it will run, whatever stops now. The same Idempotency-Key finds
 * the run that it made before.
 * @param isGone whether whoever asked has gone away: then nothing is accepted that was not yet looked at
 * @throws UserError 422 `graph.invalid` with the Issues, `idempotency_key.reused`, 403 `limit.disk`
 */
export async function startRun(
  services: Services,
  caller: Pick<Caller, 'workspaceId'>,
  source: RunSource,
  key: string | null,
  isGone?: IsGone,
): Promise<AcceptedRun> {
  const { workspaceId } = caller;
  const { runs, limits, bests } = services.database;
  const registerBest = source.vary?.registerBest ?? false;
  const runId = key === null ? makeId() : deriveId('run', workspaceId, key);
  const room = checkDisk(limits, services.disk, workspaceId, 0);
  // What is wrong with the graph is said first.
  room.catch(() => undefined);
  const resolved = await planSource(services, workspaceId, source, isGone);
  const { prepared, overrides, parent, pipelineId } = resolved;
  if (!prepared.ok) throw refuseGraph(prepared.issues);
  const { graph, compiled } = prepared;
  await room;
  await awaitImports(services, compiled.plan);
  const { created } = await runs.create({
    workspaceId,
    runId,
    version: { pipelineId, graph },
    plan: compiled.plan,
    planDigest: compiled.digest,
    nodeSteps: compiled.nodeSteps,
    overrides,
    parentId: parent?.id ?? null,
    fresh: resolved.rerun,
    priority: source.priority,
    registerBest,
  });
  services.dispatcher.poke();
  if (created) return { runId, status: 'waiting' };
  const [run, wished] = await Promise.all([
    runs.find(workspaceId, runId),
    bests.find(workspaceId, runId),
  ]);
  const isSame =
    !run ||
    (canonicalise(run.version.graph) === canonicalise(toPlain(graph)) &&
      canonicalise(run.overrides) === canonicalise(toPlain(overrides)) &&
      run.parentId === (parent?.id ?? null) &&
      (wished?.withRun ?? false) === registerBest &&
      haveSameOptions(compiled, {
        plan: await runs.findPlan(workspaceId, runId),
        nodeSteps: run.nodeSteps as Readonly<Record<string, string>>,
      }));
  if (!isSame) throw reusedKey();
  return { runId, status: run?.state ?? 'waiting' };
}

function toPlain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function refuseGraph(issues: readonly Issue[]): UserError {
  const errors = issues.filter(({ severity }) => severity === 'error');
  return new UserError({
    code: 'graph.invalid',
    message: `The graph has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}: ${errors[0]?.message ?? ''}`,
    details: { issues },
  });
}
