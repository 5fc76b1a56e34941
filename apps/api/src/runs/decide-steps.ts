import { pickKept, type KeptResult, type ListedRun, type Run } from '@graft/db';
import {
  planRun,
  type KnownResult,
  type KnownResults,
  type MappedPlan,
  type Step,
  type StepDecision,
  type StepOutputs,
} from '@graft/plan';
import type { Services } from '../platform/services';
import type { ResolvedSource } from './plan-source';

/**
 * What each step would do now. A stored result counts only when all its blobs are still there.
 * @param source with what reasons compare with: the run that this one goes on from, else the last one of its pipeline
 */
export async function decideSteps(
  services: DecisionServices,
  workspaceId: string,
  mapped: MappedPlan,
  source: Pick<ResolvedSource, 'parent' | 'pipelineId' | 'rerun'>,
): Promise<Record<string, StepDecision>> {
  const { parent, pipelineId, rerun } = source;
  const previous = await (parent
    ? loadPlan(services, workspaceId, parent)
    : findPrevious(services, workspaceId, mapped, pipelineId));
  const known = await findKnown(services, workspaceId, mapped.plan.steps, parent);
  return planRun(mapped, known, previous, rerun);
}

type DecisionServices = Pick<Services, 'database' | 'blobs'>;

async function findKnown(
  services: DecisionServices,
  workspaceId: string,
  steps: readonly Step[],
  parent: Run | null,
): Promise<KnownResults> {
  const { database } = services;
  const keys = steps.map(({ key }) => key);
  const [cached, checkpoints, running, kept] = await Promise.all([
    database.cache.findMany(workspaceId, keys),
    database.checkpoints.listNewest(workspaceId, keys),
    database.steps.listLeases(workspaceId, keys),
    parent ? database.steps.listKept(workspaceId, parent.id) : [],
  ]);
  const outputs = new Map<string, KnownResult>();
  for (const { key, outputs: made, ...result } of cached) {
    if (await areThere(services, made)) outputs.set(key, viewResult(result));
  }
  const keptSteps = new Map<string, KnownResult>();
  for (const step of steps) {
    const found = pickKept(kept, step);
    if (found && (await areThere(services, found.outputs)))
      keptSteps.set(step.id, viewResult(found));
  }
  return {
    ...{ outputs, running, kept: keptSteps },
    checkpoints: new Map(checkpoints.map(({ key, epoch }) => [key, { epoch }])),
  };
}

function viewResult({ runId, madeAt }: Pick<KeptResult, 'runId' | 'madeAt'>): KnownResult {
  return { from: runId, since: madeAt.toISOString() };
}

async function areThere({ blobs }: DecisionServices, made: StepOutputs): Promise<boolean> {
  const digests = Object.values(made.artifacts).flatMap(({ digest, parts = [] }) => [
    digest,
    ...parts,
  ]);
  const there = await Promise.all(digests.map((digest) => blobs.has(digest)));
  return there.every(Boolean);
}

async function loadPlan(
  { database }: DecisionServices,
  workspaceId: string,
  run: Pick<ListedRun, 'id' | 'nodeSteps'>,
): Promise<MappedPlan> {
  const plan = await database.runs.findPlan(workspaceId, run.id);
  return { plan, nodeSteps: run.nodeSteps as Record<string, string> };
}

/** Among how many runs one to compare with is looked for. */
const RECENT = 10;

/**
 * What a reason compares with: the last run of the pipeline, else the recent one that has most nodes of the same
 * names. Pipelines of one template share the names of their nodes, not what was set.
 */
async function findPrevious(
  { database, blobs }: DecisionServices,
  workspaceId: string,
  { nodeSteps }: MappedPlan,
  pipelineId: string | null,
): Promise<MappedPlan | undefined> {
  const nodes = new Set(Object.keys(nodeSteps));
  const list = (of: { pipelineId?: string }) =>
    database.runs.list(workspaceId, { limit: RECENT, ...of });
  const last =
    pipelineId === null
      ? undefined
      : (await list({ pipelineId })).find((run) => countShared(nodes, run) > 0);
  const previous = last ?? findMostAlike(nodes, await list({}));
  return previous && loadPlan({ database, blobs }, workspaceId, previous);
}

/** The first one of those that share most nodes; none where all share nothing. */
function findMostAlike(
  nodes: ReadonlySet<string>,
  runs: readonly ListedRun[],
): ListedRun | undefined {
  const most = Math.max(1, ...runs.map((run) => countShared(nodes, run)));
  return runs.find((run) => countShared(nodes, run) === most);
}

function countShared(nodes: ReadonlySet<string>, { nodeSteps }: ListedRun): number {
  const theirs = Object.keys(nodeSteps as Record<string, string>);
  return theirs.filter((node) => nodes.has(node)).length;
}
