import { isTerminal, type BestRegistration } from '@graft/contracts';
import type { RunWithSteps } from '@graft/db';
import { UserError } from '@graft/errors';
import { jsonSchema, type Graph, type Json } from '@graft/graph';
import { drawRegistration } from '@graft/nodes';
import { SETTING_CHOICE } from '@graft/plan';
import { z } from 'zod';
import type { Services } from '../platform/services';
import type { RunSource } from './plan-source';
import { startRun } from './start-run';
import { unknownRun } from './unknown-run';
import { readOutputs } from './view-run';

type Place = { workspaceId: string; runId: string };

const WANTED: BestRegistration = { state: 'wanted', runId: null, problem: null };
const chosenSchema = z.looseObject({ chosen: z.record(z.string(), jsonSchema) });

/**
 * Wishes that the best one of a run that tries settings is registered: now where the run has ended, as
 * soon as it has where it has not. The wish is a row first; asked again, it is the same wish.
 * @throws UserError 404 `run.unknown`, 409 `run.tries-nothing`, `run.no-best`
 */
export async function registerBest(services: Services, place: Place): Promise<BestRegistration> {
  const { runs, bests } = services.database;
  const run = await runs.find(place.workspaceId, place.runId);
  if (run === null) throw unknownRun();
  requireChoice(run);
  if (isTerminal(run.state) && run.state !== 'succeeded') throw noBest();
  const { bestId } = await bests.wish(place.workspaceId, place.runId);
  if (isTerminal(run.state) && bestId === null) await fulfilWish(services, place);
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
  if (bestId !== null) return { state: 'started', runId: bestId, problem: null };
  return problem === null ? WANTED : { state: 'refused', runId: null, problem };
}

/**
 * Starts the run that evaluates and registers the best one of a run that has ended, under a key of that
 * run: whoever dies on the way, or does it at the same time, starts the same one.
 */
export async function fulfilWish(services: Services, place: Place): Promise<void> {
  const { database, logger } = services;
  try {
    const run = await database.runs.find(place.workspaceId, place.runId);
    if (run?.state !== 'succeeded') throw noBest();
    const source = drawSource(run);
    const key = `best of ${place.runId}`;
    const { runId: bestId } = await startRun(services, place, source, key);
    await database.bests.settle(place, { bestId });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    logger.warn({ runId: place.runId, code: error.code }, 'the best one could not be registered');
    await database.bests.settle(place, { problem: error.message });
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
