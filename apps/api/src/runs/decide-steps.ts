import { planRun, type KnownResults, type MappedPlan, type StepDecision } from '@graft/plan';
import type { Services } from '../platform/services';

/** What each step would do now. A cached result counts only when all its blobs are still there. */
export async function decideSteps(
  services: Pick<Services, 'database' | 'blobs'>,
  workspaceId: string,
  mapped: MappedPlan,
): Promise<Record<string, StepDecision>> {
  const keys = mapped.plan.steps.map(({ key }) => key);
  const previous = await findPrevious(services, workspaceId, mapped);
  return planRun(mapped, await findKnown(services, workspaceId, keys), previous);
}

async function findKnown(
  { database, blobs }: Pick<Services, 'database' | 'blobs'>,
  workspaceId: string,
  keys: readonly string[],
): Promise<KnownResults> {
  const [cached, checkpoints] = await Promise.all([
    database.cache.findMany(workspaceId, keys),
    database.checkpoints.listNewest(workspaceId, keys),
  ]);
  const outputs = new Map<string, string>();
  for (const { key, runId, outputs: made } of cached) {
    const digests = Object.values(made.artifacts).flatMap(({ digest, parts = [] }) => [
      digest,
      ...parts,
    ]);
    const there = await Promise.all(digests.map((digest) => blobs.has(digest)));
    if (there.every(Boolean)) outputs.set(key, runId);
  }
  return {
    outputs,
    checkpoints: new Map(checkpoints.map(({ key, epoch }) => [key, { epoch }])),
  };
}

/** The newest run that has nodes of the same names: what a reason compares with. */
async function findPrevious(
  { database }: Pick<Services, 'database'>,
  workspaceId: string,
  { nodeSteps }: MappedPlan,
): Promise<MappedPlan | undefined> {
  const nodes = Object.keys(nodeSteps);
  const recent = await database.runs.list(workspaceId, { limit: 10 });
  const alike = recent.find(({ nodeSteps: theirs }) => {
    const known = new Set(Object.keys(theirs as Record<string, string>));
    return nodes.some((node) => known.has(node));
  });
  if (!alike) return undefined;
  const plan = await database.runs.findPlan(workspaceId, alike.id);
  return { plan, nodeSteps: alike.nodeSteps as Record<string, string> };
}
