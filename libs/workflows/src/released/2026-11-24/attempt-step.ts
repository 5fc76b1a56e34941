import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  sleep,
  type CancellationScope,
} from '@temporalio/workflow';
import type { RunRef, SkeletonStep, StepActivities } from './activities';

/** Beyond the step's own limit, which the worker keeps: only for a worker that does not. */
const GRACE_SECONDS = 600;

/**
 * Schedules a step once. Losses of workers, engines and databases are retried without end by the
 * server; what comes back here is final or was asked for.
 */
export async function attemptStep(
  scope: CancellationScope,
  run: RunRef,
  step: SkeletonStep,
): Promise<'done' | 'failed' | 'interrupted'> {
  const { runStep } = proxyActivities<StepActivities>({
    taskQueue: step.queue,
    startToCloseTimeout: (step.timeLimitSeconds + GRACE_SECONDS) * 1000,
    heartbeatTimeout: step.heartbeatSeconds * 1000,
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
  try {
    await scope.run(() => runStep({ ...run, stepId: step.id }));
    return 'done';
  } catch (error) {
    if (isFinal(error)) return 'failed';
    if (!isCancellation(error) && !scope.consideredCancelled) await sleep('5 seconds');
    return 'interrupted';
  }
}

/**
 * A retryable failure comes here when a cancel was asked for meanwhile: the server gives up retrying
 * then, and the step counts as interrupted.
 */
function isFinal(error: unknown): boolean {
  if (!(error instanceof ActivityFailure)) return false;
  return error.cause instanceof ApplicationFailure && error.cause.nonRetryable === true;
}
