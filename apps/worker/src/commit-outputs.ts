import {
  pickKept,
  type CachedStep,
  type StepCommit,
  type StepEffect,
  type StepHold,
} from '@graft/db';
import { toGraftError, UnexpectedError } from '@graft/errors';
import type { EngineOutcome } from '@graft/engine/host';
import { modelSpecSchema } from '@graft/model';
import { codeVersionSchema, type Effect, type Step, type StepOutputs } from '@graft/plan';
import { pruneCheckpoints, type CommitReports } from './commit-reports';
import type { Course } from './course';
import { describeCourses } from './describe-courses';
import { keepTrying } from './keep-trying';
import { insideScratch } from './scratch';
import type { WorkerServices } from './services';
import { listOutputBlobs } from './step-inputs';

type Done = Extract<EngineOutcome, { type: 'done' }>;

/** Stores what a step made and ends it, exactly once. */
export async function commitOutputs(to: CommitReports, done: Done): Promise<void> {
  const { services, hold, signal } = to;
  const { course } = to.keeper;
  const changed = done.ended !== 'complete';
  const outputs = await storeOutputs(to, done);
  const effects = await Promise.all(
    done.effects.map((effect) => completeEffect(to, effect, outputs)),
  );
  await keepTrying(
    () =>
      services.database.steps.commit(hold, {
        ...{ outputs, effects },
        provenance: { ...done.provenance, code: services.config.code },
        state: 'succeeded',
        reason: null,
        publishAs: course.publishKey(changed),
        changed: course.isResultChanged(changed),
      }),
    signal,
  );
  // The outputs supersede them; a course that was changed must not be continued by another run.
  await pruneCheckpoints(services, hold.workspaceId, course.key, 0).catch((error: unknown) => {
    services.log.warn({ error }, 'checkpoints of a finished step were not removed');
  });
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

/** The card of a model says how its training differed from the plan. */
async function completeEffect(
  { services, hold, plan, step }: CommitReports,
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
  const { blobs, database } = services;
  const spec = modelSpecSchema.parse(JSON.parse((await blobs.read(digest)).toString('utf8')));
  const run = await keepTrying(() => database.runs.find(hold.workspaceId, hold.runId));
  const courses = describeCourses(plan, step, run?.steps ?? []);
  const card = [notes, ...courses].filter((text) => text !== '').join('\n\n');
  return { type, name, notes: card, digest, labels: spec.labels, metrics };
}

/**
 * Takes outputs that are there already: from the cache, or those of a run that this one goes on from.
 * An entry whose blobs are not all there is forgotten.
 */
export async function reuseOutputs(
  services: WorkerServices,
  hold: StepHold,
  step: Step,
  course: Course,
): Promise<boolean> {
  if (!course.isReusable) return false;
  const { cache, steps } = services.database;
  const cached = await cache.find(hold.workspaceId, step.key);
  if (cached && !(await areThere(services, cached.outputs))) {
    await cache.forget(hold.workspaceId, step.key);
  } else if (cached && (await commitCached(services, hold, cached))) return true;
  const kept = pickKept(await steps.listKeptOf(hold), step);
  if (!kept || !(await areThere(services, kept.outputs))) return false;
  await steps.commit(hold, await takeOver(services, hold, kept, true));
  return true;
}

/** @returns false when the entry has left the cache at this very moment */
async function commitCached(
  services: WorkerServices,
  hold: StepHold,
  cached: CachedStep,
): Promise<boolean> {
  try {
    await services.database.steps.commit(hold, await takeOver(services, hold, cached, false));
    return true;
  } catch (error) {
    if (toGraftError(error).code !== 'cache.evicted') throw error;
    return false;
  }
}

async function areThere({ blobs }: WorkerServices, outputs: StepOutputs): Promise<boolean> {
  const there = await Promise.all(listOutputBlobs(outputs).map((digest) => blobs.has(digest)));
  return there.every(Boolean);
}

/** The code that computed it goes with it: the run that did may be deleted before this one is. */
async function takeOver(
  { database }: WorkerServices,
  { workspaceId }: StepHold,
  { outputs, runId, key, madeAt }: CachedStep,
  changed: boolean,
): Promise<StepCommit> {
  const origin = await database.cache.findProvenance(workspaceId, runId, key);
  const code = codeVersionSchema.safeParse(origin['code']).data;
  return {
    ...{ outputs, changed, effects: [], publishAs: null },
    provenance: code ? { code } : {},
    state: 'reused',
    reason: `computed by run ${runId} at ${madeAt.toISOString()}`,
  };
}
