import type { Json } from '@graft/graph';
import type { Plan } from '@graft/plan';
import type { Gatherer } from './gatherer';
import { insertRuns, type Inserted, type RunToInsert } from './insert-runs';
import { nextNumber } from './pipeline-repository';
import type { StoredModels } from './plan-models';
import type { Client } from './prisma';
import { v7 } from './uuid';

export type RunPriority = 'low' | 'normal' | 'high';

export interface NewRun {
  workspaceId: string;
  /** Given by the caller to make a repeated call harmless; else made here. */
  runId?: string;
  /** An existing version, or a graph that becomes one: unnamed, of a pipeline or of none. */
  version: { id: string } | { pipelineId: string | null; graph: unknown; name?: string | null };
  plan: Plan;
  planDigest: string;
  /** Node id -> step id. */
  nodeSteps: Readonly<Record<string, string>>;
  /** `node.param` -> value. */
  overrides: Readonly<Record<string, Json>>;
  parentId?: string | null;
  /** Steps that are computed although their results may be there. */
  fresh?: ReadonlySet<string>;
  priority?: RunPriority;
  /** The best one is to be registered once the run has ended: see BestRepository. */
  registerBest?: boolean;
}

/** What accepting a run needs beside it. */
export interface RunInserter {
  readonly client: Client;
  readonly stored: StoredModels;
  /** Inserts together what is accepted at the same time. */
  readonly inserting: Gatherer<RunToInsert, Inserted>;
}

/** See RunRepository.create. */
export async function createRun(
  inserter: RunInserter,
  run: NewRun,
): Promise<{ runId: string; created: boolean }> {
  const runId = run.runId ?? v7();
  const { workspaceId, version } = run;
  if ('id' in version || version.pipelineId === null) {
    const insert = (each: RunToInsert) => inserter.inserting.ask(each);
    return { runId, created: await insertWithModels(inserter, { run, runId, number: 1 }, insert) };
  }
  const { pipelineId } = version;
  const created = await inserter.client.$transaction(async (tx) => {
    const number = await nextNumber(tx, workspaceId, pipelineId);
    const insert = async (each: RunToInsert) => (await insertRuns(tx, [each]))[0] as Inserted;
    return insertWithModels(inserter, { run, runId, number }, insert);
  });
  return { runId, created };
}

/** Sends the specs that are not known to be stored; all of them, where one turns out not to be. */
async function insertWithModels(
  { stored }: RunInserter,
  given: Omit<RunToInsert, 'known'>,
  insert: (each: RunToInsert) => Promise<Inserted>,
): Promise<boolean> {
  const { workspaceId, plan } = given.run;
  const known = stored.listKnown(workspaceId, Object.keys(plan.models));
  const first = await insert({ ...given, known });
  if (first === 'models-are-gone') stored.forget(workspaceId, known);
  const result = first === 'models-are-gone' ? await insert({ ...given, known: [] }) : first;
  stored.remember(workspaceId, Object.keys(plan.models));
  return result === 'created';
}
