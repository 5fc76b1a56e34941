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
 * @param source with the run that this one goes on from, which reasons compare with, if there is one
 */
export async function decideSteps(
  services: DecisionServices,
  workspaceId: string,
  mapped: MappedPlan,
  source: Pick<ResolvedSource, 'parent' | 'rerun'>,
): Promise<Record<string, StepDecision>> {
  const { parent, rerun } = source;
  const previous = await (parent
    ? loadPlan(services, workspaceId, parent)
    : findPrevious(services, workspaceId, mapped));
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

/** The newest run that has nodes of the same names: what a reason compares with. */
async function findPrevious(
  services: DecisionServices,
  workspaceId: string,
  { nodeSteps }: MappedPlan,
): Promise<MappedPlan | undefined> {
  const nodes = Object.keys(nodeSteps);
  const recent = await services.database.runs.list(workspaceId, { limit: 10 });
  const alike = recent.find(({ nodeSteps: theirs }) => {
    const known = new Set(Object.keys(theirs as Record<string, string>));
    return nodes.some((node) => known.has(node));
  });
  return alike && loadPlan(services, workspaceId, alike);
}
