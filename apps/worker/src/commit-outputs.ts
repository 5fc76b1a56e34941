import type { StepEffect, StepHold } from '@graft/db';
import { UnexpectedError } from '@graft/errors';
import type { EngineOutcome } from '@graft/engine/host';
import { modelSpecSchema } from '@graft/model';
import type { Effect, Step, StepOutputs } from '@graft/plan';
import { pruneCheckpoints, type CommitReports } from './commit-reports';
import { keepTrying } from './keep-trying';
import { insideScratch } from './scratch';
import type { WorkerServices } from './services';

type Done = Extract<EngineOutcome, { type: 'done' }>;

/** Stores what a step made and ends it, exactly once. */
export async function commitOutputs(to: CommitReports, done: Done): Promise<void> {
  const { services, hold, step, signal } = to;
  const outputs = await storeOutputs(to, done);
  const effects = await Promise.all(
    done.effects.map((effect) => completeEffect(services, effect, outputs)),
  );
  await keepTrying(
    () =>
      services.database.steps.commit(hold, {
        ...{ outputs, effects, provenance: done.provenance },
        state: 'succeeded',
        reason: null,
        publishAs: publishKey(step, done),
      }),
    signal,
  );
  // The outputs supersede them; a course that was changed must not be continued by another run.
  await pruneCheckpoints(services, hold.workspaceId, step.key, 0).catch((error: unknown) => {
    services.log.warn({ error }, 'checkpoints of a finished step were not removed');
  });
}

/** A step that was ended early is not what its key says. */
function publishKey(step: Step, done: Done): string | null {
  return step.cacheable && done.ended === 'complete' ? step.key : null;
}

async function storeOutputs(
  { services, scratch }: CommitReports,
  done: Done,
): Promise<StepOutputs> {
  const artifacts: StepOutputs['artifacts'] = {};
  for (const [name, { kind, path, parts }] of Object.entries(done.outputs)) {
    const stored = await services.blobs.put({ path: insideScratch(scratch, path) });
    artifacts[name] = { kind, ...stored, ...(parts ? { parts } : {}) };
  }
  return { artifacts, summary: done.summary };
}

async function completeEffect(
  { blobs }: WorkerServices,
  { type, name, notes, output, metrics }: Effect,
  outputs: StepOutputs,
): Promise<StepEffect> {
  const artifact = outputs.artifacts[output];
  if (!artifact) {
    throw new UnexpectedError({
      code: 'effect.no-output',
      message: `The step registers its output "${output}", which it has not made.`,
    });
  }
  const { digest } = artifact;
  const spec = modelSpecSchema.parse(JSON.parse((await blobs.read(digest)).toString('utf8')));
  return { type, name, notes, digest, labels: spec.labels, metrics };
}

/** Takes outputs from the cache if all their blobs are there; an entry without is forgotten. */
export async function reuseOutputs(
  services: WorkerServices,
  hold: StepHold,
  step: Step,
  blobsOf: (outputs: StepOutputs) => string[],
): Promise<boolean> {
  const { cache, steps } = services.database;
  const cached = step.cacheable ? await cache.find(hold.workspaceId, step.key) : null;
  if (!cached) return false;
  const there = await Promise.all(
    blobsOf(cached.outputs).map((digest) => services.blobs.has(digest)),
  );
  if (!there.every(Boolean)) {
    await cache.forget(hold.workspaceId, step.key);
    return false;
  }
  await steps.commit(hold, {
    ...{ outputs: cached.outputs, effects: [], provenance: {}, publishAs: null },
    state: 'reused',
    reason: `computed by run ${cached.runId}`,
  });
  return true;
}
