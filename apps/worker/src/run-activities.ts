import type { RunError } from '@graft/contracts';
import type { RunWithSteps, StepRun } from '@graft/db';
import { UserError } from '@graft/errors';
import { INTERPRETER_VERSION, type Plan, type Step } from '@graft/plan';
import {
  CPU_QUEUE,
  GPU_QUEUE,
  IO_QUEUE,
  nameQueue,
  type RunActivities,
  type RunRef,
  type RunSkeleton,
  type SkeletonStep,
  type StepOutcome,
} from '@graft/workflows';
import { toOutcome } from './end-attempt';
import { Context } from '@temporalio/activity';
import { toFailure } from './failures';
import type { WorkerServices } from './services';

/** The activities that begin and end a run. */
export function makeRunActivities(services: WorkerServices): RunActivities {
  const { runs } = services.database;
  return asActivities({
    openRun: (run: RunRef) => openRun(services, run),
    changeRunState: async ({ workspaceId, runId, state }) => {
      await runs.changeState(workspaceId, runId, state);
    },
    closeRun: async ({ workspaceId, runId, cancelled }) => {
      const run = await runs.find(workspaceId, runId);
      if (!run) return;
      const end = judge(run, cancelled);
      await runs.finish(workspaceId, runId, end);
      services.tracing.recordRun({
        ...{ runId, startedAt: run.createdAt, finishedAt: new Date() },
        attributes: { 'graft.workspace_id': workspaceId, 'graft.state': end.state },
        failure: end.state === 'failed' ? end.error.code : null,
      });
    },
  });
}

/** Begins a run, or begins it again: says which step goes to which queue. */
export async function openRun(
  { database, config, hasGpuWorker }: Pick<WorkerServices, 'database' | 'config' | 'hasGpuWorker'>,
  { workspaceId, runId }: RunRef,
): Promise<RunSkeleton> {
  const plan = await database.runs.findPlan(workspaceId, runId);
  if (plan.interpreter > INTERPRETER_VERSION) {
    throw new UserError({
      code: 'plan.too-new',
      message: 'This run was made by a newer Graft: update the workers and start it again.',
    });
  }
  await database.runs.changeState(workspaceId, runId, 'running');
  const run = await database.runs.find(workspaceId, runId);
  const rows = new Map(run?.steps.map((row) => [row.stepId, row]));
  const served = await findGpuQueues(plan, hasGpuWorker);
  const gpu = served.size > 0 && (await database.limits.hasGpuHours(workspaceId)) ? served : NONE;
  const queues = Object.fromEntries(plan.steps.map((step) => [step.id, chooseQueue(step, gpu)]));
  await database.runs.setQueues(workspaceId, runId, queues);
  const describe = (step: Step) => ({
    ...describeStep(step, config.heartbeatSeconds),
    queue: queues[step.id] ?? IO_QUEUE,
    ...describeOutcome(rows.get(step.id)),
  });
  return { control: run?.control ?? 'run', steps: plan.steps.map(describe) };
}

/** What the workflow is told of a step: it must stay small, whatever the step's parameters are. */
export function describeStep(
  { id, needs, timeLimitSeconds }: Step,
  heartbeatSeconds: number,
): Omit<SkeletonStep, 'queue' | 'outcome'> {
  return { id, needs: [...needs], timeLimitSeconds, heartbeatSeconds };
}

/** Where a step stands already: for a run whose workflow is started again. */
function describeOutcome(row: StepRun | undefined): { outcome?: StepOutcome } {
  if (!row || ['waiting', 'running', 'paused'].includes(row.state)) return {};
  return { outcome: toOutcome(row.state, row.fence) };
}

const NONE: ReadonlySet<string> = new Set();

/** The queues of steps that would like a GPU for which there is a worker with one, and with the labels asked for. */
async function findGpuQueues(
  { steps }: Plan,
  hasGpuWorker: WorkerServices['hasGpuWorker'],
): Promise<ReadonlySet<string>> {
  const wishes = steps.filter(({ resource }) => resource === 'gpu');
  const queues = new Set(wishes.map(({ workerLabels }) => nameQueue(GPU_QUEUE, workerLabels)));
  const served = await Promise.all(
    Array.from(queues, async (queue) => ((await hasGpuWorker(queue)) ? [queue] : [])),
  );
  return new Set(served.flat());
}

/** Without any GPU worker or hours left on one, a step that would like a GPU runs on a processor. */
function chooseQueue({ resource, workerLabels }: Step, gpu: ReadonlySet<string>): string {
  if (resource === 'io') return IO_QUEUE;
  const wanted = nameQueue(GPU_QUEUE, workerLabels);
  return resource === 'gpu' && gpu.has(wanted) ? wanted : nameQueue(CPU_QUEUE, workerLabels);
}

/**
 * The rows decide: a cancel that came after everything was done changes nothing. Steps that a person
 * has skipped are done with, unless nothing else was done.
 */
export function judge(run: Pick<RunWithSteps, 'steps'>, cancelled: boolean) {
  const well = run.steps.filter(({ state }) => state === 'succeeded' || state === 'reused');
  const skipped = run.steps.filter(({ state }) => state === 'skipped');
  const complete = well.length + skipped.length === run.steps.length;
  if (complete && (well.length > 0 || skipped.length === 0)) return { state: 'succeeded' } as const;
  if (cancelled || complete) return { state: 'cancelled' } as const;
  const failed = run.steps.find(({ state }) => state === 'failed');
  const error = (failed?.error ?? {
    code: 'run.incomplete',
    message: 'The run ended without all of its steps; start it again.',
  }) as RunError;
  return {
    state: 'failed',
    error: failed ? { ...error, stepId: failed.stepId } : error,
  } as const;
}

/** Well below the heartbeat timeout of the workflow. */
const BEAT_MS = 2_000;

function asActivities(activities: RunActivities): RunActivities {
  const guard =
    <Given, Result>(activity: (given: Given) => Promise<Result>) =>
    async (given: Given): Promise<Result> => {
      const context = Context.current();
      const beating = setInterval(() => context.heartbeat(), BEAT_MS);
      try {
        return await activity(given);
      } catch (error) {
        throw toFailure(error);
      } finally {
        clearInterval(beating);
      }
    };
  return {
    openRun: guard(activities.openRun),
    changeRunState: guard(activities.changeRunState),
    closeRun: guard(activities.closeRun),
  };
}
