import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { CPU_QUEUE, GPU_QUEUE, IO_QUEUE, listQueues, WORKFLOW_QUEUE } from '@graft/workflows';
import { Context } from '@temporalio/activity';
import { DeviceSlot } from './device-slot';
import { makeRunActivities } from './run-activities';
import type { WorkerServices } from './services';
import { superviseStep } from './supervise-step';
import { busyFailure, toFailure } from './failures';

const IO_SLOTS = 20;
/** One training at a time: a full fine-tune takes several gigabytes. */
const TRAINING_SLOTS = 1;
/** For kinds of tasks that a worker does not know: a tuner names them all. */
const UNUSED = { type: 'fixed-size', numSlots: 2 } as const;

type RunStep = ReturnType<typeof guard>;
type CommonOptions = Omit<WorkerOptions, 'taskQueue'>;

/** One Temporal worker per queue: with labels, that is one for each set of them on each device. */
export async function createWorkers(
  services: WorkerServices,
  connection: NativeConnection,
): Promise<Worker[]> {
  const { config } = services;
  const common: CommonOptions = {
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
  const runStep = guard(services);
  const devices = config.gpu ? [CPU_QUEUE, GPU_QUEUE] : [CPU_QUEUE];
  return Promise.all([
    Worker.create({
      ...common,
      taskQueue: WORKFLOW_QUEUE,
      workflowBundle: { codePath: config.workflowBundle },
    }),
    Worker.create({
      ...common,
      taskQueue: IO_QUEUE,
      activities: { runStep, ...makeRunActivities(services) },
      maxConcurrentActivityTaskExecutions: IO_SLOTS,
    }),
    ...devices.flatMap((plain) =>
      createTraining(listQueues(plain, config.labels), runStep, common),
    ),
  ]);
}

/** The workers of one device. Whichever of its queues a training comes from, there is one at a time. */
function createTraining(
  [plain = '', ...labelled]: readonly string[],
  runStep: RunStep,
  common: CommonOptions,
): Promise<Worker>[] {
  if (labelled.length === 0) {
    const slots = { maxConcurrentActivityTaskExecutions: TRAINING_SLOTS };
    return [Worker.create({ ...common, ...slots, taskQueue: plain, activities: { runStep } })];
  }
  const slot = new DeviceSlot();
  const activities = { runStep: shareSlot(slot, runStep) };
  return [plain, ...labelled].map((taskQueue) =>
    Worker.create({
      ...{ ...common, taskQueue, activities, maxConcurrentActivityTaskPolls: 1 },
      tuner: {
        activityTaskSlotSupplier: slot.supply(),
        workflowTaskSlotSupplier: UNUSED,
        localActivityTaskSlotSupplier: UNUSED,
        nexusTaskSlotSupplier: UNUSED,
      },
    }),
  );
}

/** A step that comes while another one has the device goes back into its queue. */
function shareSlot(slot: DeviceSlot, runStep: RunStep): RunStep {
  return async (ref) => {
    const free = slot.take();
    if (free === null) throw busyFailure();
    try {
      return await runStep(ref);
    } finally {
      free();
    }
  };
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
