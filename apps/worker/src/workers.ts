import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { CPU_QUEUE, GPU_QUEUE, IO_QUEUE, WORKFLOW_QUEUE } from '@graft/workflows';
import { Context } from '@temporalio/activity';
import { makeRunActivities } from './run-activities';
import type { WorkerServices } from './services';
import { superviseStep } from './supervise-step';
import { toFailure } from './failures';

const IO_SLOTS = 20;
/** One training at a time: a full fine-tune takes several gigabytes. */
const TRAINING_SLOTS = 1;

/** One Temporal worker per queue. */
export async function createWorkers(
  services: WorkerServices,
  connection: NativeConnection,
): Promise<Worker[]> {
  const { config } = services;
  const common: Omit<WorkerOptions, 'taskQueue'> = {
    connection,
    namespace: config.temporal.namespace,
    // The name under which it holds steps: who polls and who works can be counted together.
    identity: config.name,
    // Pause and cancel arrive with a heartbeat's answer: the default would delay them by up to a minute.
    maxHeartbeatThrottleInterval: '2 seconds',
    // A worker that was killed holds up its runs for this long.
    stickyQueueScheduleToStartTimeout: '5 seconds',
    shutdownGraceTime: '20 seconds',
    shutdownForceTime: '30 seconds',
  };
  const step = { runStep: guard(services) };
  const training = { activities: step, maxConcurrentActivityTaskExecutions: TRAINING_SLOTS };
  return Promise.all([
    Worker.create({
      ...common,
      taskQueue: WORKFLOW_QUEUE,
      workflowBundle: { codePath: config.workflowBundle },
    }),
    Worker.create({
      ...common,
      taskQueue: IO_QUEUE,
      activities: { ...step, ...makeRunActivities(services) },
      maxConcurrentActivityTaskExecutions: IO_SLOTS,
    }),
    Worker.create({ ...common, ...training, taskQueue: CPU_QUEUE }),
    ...(config.gpu ? [Worker.create({ ...common, ...training, taskQueue: GPU_QUEUE })] : []),
  ]);
}

function guard(
  services: WorkerServices,
): (ref: Parameters<typeof superviseStep>[1]) => ReturnType<typeof superviseStep> {
  return async (ref) => {
    const context = Context.current();
    try {
      return await superviseStep(services, ref, context);
    } catch (error) {
      // Temporal's own failures have been chosen with care; anything else is an accident.
      throw isTemporalFailure(error) ? error : toFailure(error);
    }
  };
}

function isTemporalFailure(error: unknown): boolean {
  return error instanceof Error && ['ApplicationFailure', 'CancelledFailure'].includes(error.name);
}
