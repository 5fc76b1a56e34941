import { isTerminal, type BestRegistration } from '@graft/contracts';
import type { RunWithSteps } from '@graft/db';
import { UserError } from '@graft/errors';
import { jsonSchema, type Graph, type Json } from '@graft/graph';
import { drawRegistration } from '@graft/nodes';
import { SETTING_CHOICE } from '@graft/plan';
import { z } from 'zod';
import { deriveId } from '../platform/derive-id';
import type { Services } from '../platform/services';
import type { RunSource } from './plan-source';
import { startRun } from './start-run';
import { unknownRun } from './unknown-run';
import { readOutputs } from './view-run';

type Place = { workspaceId: string; runId: string };

const WANTED: BestRegistration = { state: 'wanted', runId: null, problem: null };
const LOST: BestRegistration = {
  state: 'refused',
  runId: null,
  problem: 'The run that was to register the best one has ended without it. Ask for it again.',
};
const BAD_ENDS: ReadonlySet<string> = new Set(['failed', 'cancelled']);
const chosenSchema = z.looseObject({ chosen: z.record(z.string(), jsonSchema) });

/**
 * Wishes that the best one of a run that tries settings is registered: now where the run has ended, as
 * soon as it has where it has not. The wish is a row first; asked again, it is the same wish, unless the
 * run that was to register it has failed or was cancelled: then another one is started.
 * @throws UserError 404 `run.unknown`, 409 `run.tries-nothing`, `run.no-best`
 */
export async function registerBest(services: Services, place: Place): Promise<BestRegistration> {
  const { runs, bests } = services.database;
  const run = await runs.find(place.workspaceId, place.runId);
  if (run === null) throw unknownRun();
  requireChoice(run);
  if (isTerminal(run.state) && run.state !== 'succeeded') throw noBest();
  const { bestId } = await bests.wish(place.workspaceId, place.runId);
  const lost = bestId !== null && (await hasEndedBadly(services, place.workspaceId, bestId));
  if (lost) await bests.renew(place.workspaceId, place.runId, bestId);
  if (isTerminal(run.state) && (bestId === null || lost)) await fulfilWish(services, place);
  return (await findRegistration(services, place)) ?? WANTED;
}

/** What has become of the wish for a run's best one; null where nobody has wished. */
export async function findRegistration(
  services: Services,
  place: Place,
): Promise<BestRegistration | null> {
  const wish = await services.database.bests.find(place.workspaceId, place.runId);
  if (wish === null) return null;
  const { bestId, problem } = wish;
  if (bestId !== null) {
    const lost = await hasEndedBadly(services, place.workspaceId, bestId);
    return lost ? LOST : { state: 'started', runId: bestId, problem: null };
  }
  return problem === null ? WANTED : { state: 'refused', runId: null, problem };
}

async function hasEndedBadly(
  { database }: Services,
  workspaceId: string,
  runId: string,
): Promise<boolean> {
  return BAD_ENDS.has((await database.runs.find(workspaceId, runId))?.state ?? '');
}

/** Starts the run that evaluates and registers the best one of a run that has ended. */
export async function fulfilWish(services: Services, place: Place): Promise<void> {
  const { database, logger } = services;
  try {
    const run = await database.runs.find(place.workspaceId, place.runId);
    if (run?.state !== 'succeeded') throw noBest();
    await database.bests.settle(place, { bestId: await startBest(services, place, run) });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    logger.warn({ runId: place.runId, code: error.code }, 'the best one could not be registered');
    await database.bests.settle(place, { problem: error.message });
  }
}

/**
 * Under a key of the run, or of the last one that has ended badly: whoever dies on the way, or does it at
 * the same time, starts the same one. One that is there is taken as it is, and not planned again: what
 * it needs may have changed since.
 */
async function startBest(services: Services, place: Place, run: RunWithSteps): Promise<string> {
  const { workspaceId } = place;
  for (let key = `best of ${place.runId}`; ;) {
    const bestId = deriveId('run', workspaceId, key);
    const known = await services.database.runs.find(workspaceId, bestId);
    if (known === null) return (await startRun(services, place, drawSource(run), key)).runId;
    if (!BAD_ENDS.has(known.state)) return bestId;
    key = `best of ${place.runId} after ${bestId}`;
  }
}

function drawSource(run: RunWithSteps): RunSource {
  const choice = requireChoice(run);
  const outputs = readOutputs(choice);
  // A person has skipped a training that was parked, and with it the choice.
  if (outputs === null) throw noBest();
  const { chosen } = chosenSchema.parse(outputs.summary);
  const [training = ''] =
    Object.entries(run.nodeSteps as Record<string, string>).find(
      ([, step]) => step === choice.stepId,
    ) ?? [];
  const graph = drawRegistration(run.version.graph as Graph, training);
  if (graph === null) throw insideComponent();
  const overrides = { ...(run.overrides as Record<string, Json>), ...chosen };
  return { graph, parentId: run.id, overrides, rerun: [], priority: run.priority };
}

function requireChoice({ steps }: RunWithSteps): RunWithSteps['steps'][number] {
  const choice = steps.find(({ kind }) => kind === SETTING_CHOICE.kind);
  if (choice !== undefined) return choice;
  throw new UserError({
    status: 409,
    code: 'run.tries-nothing',
    message: 'This run tries no settings, so there is no best one to register.',
  });
}

function noBest(): UserError {
  return new UserError({
    status: 409,
    code: 'run.no-best',
    message: 'This run has ended before its settings were compared. Run it again, then register.',
  });
}

function insideComponent(): UserError {
  return new UserError({
    status: 409,
    code: 'run.no-registration',
    message:
      'The training is inside a component, so nothing can be wired to it. Add a Register model node to the pipeline and try the settings again.',
  });
}
