import { UserError } from '@graft/errors';
import { datasetManifestSchema } from '@graft/graph';
import { listModelBlobs, type ModelSpec } from '@graft/model';
import type { Plan, Step, StepOutputs } from '@graft/plan';
import type { WorkerServices } from './services';

/** All that a step may read, on this machine and checked against its digests. */
export interface StepInputs {
  models: Record<string, ModelSpec>;
  outputs: Record<string, StepOutputs>;
  files: Record<string, string>;
  shards: string[];
}

interface Wanted {
  services: WorkerServices;
  run: { workspaceId: string; runId: string };
  plan: Plan;
  step: Step;
  /** Key of the rows of the feature cache that it reads. */
  rowKey: string | undefined;
}

/**
 * Finds the inputs of a step.
 * @throws UserError `input.missing` when a stored file is gone or damaged: what was cached from it is
 *   forgotten, so that a new run computes it again
 */
export async function findInputs(wanted: Wanted): Promise<StepInputs> {
  const { services, run, plan, step } = wanted;
  const outputs = await services.database.steps.findOutputs(run.workspaceId, run.runId, step.needs);
  const models = pickModels(plan, step);
  const digests = new Set([
    ...Object.values(models).flatMap(listModelBlobs),
    ...Object.values(outputs).flatMap(listOutputBlobs),
  ]);
  for (const digest of await listDataBlobs(wanted)) digests.add(digest);
  const files: Record<string, string> = {};
  for (const digest of digests) files[digest] = await requireFile(wanted, outputs, digest);
  const shards = await findShards(wanted);
  for (const digest of shards) files[digest] = await services.blobs.locate(digest);
  return { models, outputs, files, shards };
}

function pickModels(plan: Plan, step: Step): Record<string, ModelSpec> {
  const models: Record<string, ModelSpec> = {};
  for (const digest of Object.values(step.models)) {
    const spec = plan.models[digest];
    if (spec) models[digest] = spec;
  }
  return models;
}

export function listOutputBlobs({ artifacts }: StepOutputs): string[] {
  return Object.values(artifacts).flatMap(({ digest, parts }) => [digest, ...(parts ?? [])]);
}

/** The manifests of a step's data and the packs that hold their examples. */
async function listDataBlobs(wanted: Wanted): Promise<Set<string>> {
  const digests = new Set<string>();
  for (const { dataset } of Object.values(wanted.step.data)) {
    if (digests.has(dataset)) continue;
    await requireFile(wanted, {}, dataset);
    digests.add(dataset);
    const manifest = datasetManifestSchema.parse(
      JSON.parse((await wanted.services.blobs.read(dataset)).toString('utf8')),
    );
    for (const example of manifest.examples) if ('pack' in example) digests.add(example.pack);
  }
  return digests;
}

async function requireFile(
  { services, run, plan }: Wanted,
  outputs: Record<string, StepOutputs>,
  digest: string,
): Promise<string> {
  if (await services.checkedBlobs.isWhole(digest)) return services.blobs.locate(digest);
  const maker = Object.keys(outputs).find((id) => listOutputBlobs(outputs[id]!).includes(digest));
  const key = plan.steps.find((step) => step.id === maker)?.key;
  if (key !== undefined) await services.database.cache.forget(run.workspaceId, key);
  throw new UserError({
    code: 'input.missing',
    message:
      maker === undefined
        ? `A stored file of the data or of the base model is gone or damaged (${digest.slice(0, 12)}): import it again.`
        : `A result of the step ${maker} is gone or damaged: start the run again, it computes that anew.`,
    details: { digest },
  });
}

/** Shards of the feature cache whose blobs are there and whole; the others are forgotten. */
async function findShards({ services, run, rowKey }: Wanted): Promise<string[]> {
  if (rowKey === undefined) return [];
  const rows = await services.database.features.list(run.workspaceId, rowKey);
  const [whole, gone]: [string[], string[]] = [[], []];
  for (const { digest } of rows) {
    const good = await services.checkedBlobs.isWhole(digest);
    (good ? whole : gone).push(digest);
  }
  if (gone.length > 0) {
    await services.database.features.forget(run.workspaceId, rowKey, gone);
  }
  return whole;
}
