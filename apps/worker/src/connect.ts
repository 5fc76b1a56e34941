import { NativeConnection } from '@temporalio/worker';
import type { ConnectionSecurity } from '@graft/workflows/client';
import type { Logger } from 'pino';
import { setTimeout as wait } from 'node:timers/promises';

const PATIENCE_MS = 2 * 60_000;
const LONGEST_WAIT_MS = 5_000;

/**
 * Connects to Temporal, which may start after us. Afterwards the connection mends itself; only the
 * first one does not (temporalio/sdk-typescript#344).
 * @throws what the last try threw, after two minutes
 */
export async function connectToTemporal(
  { address, security }: { address: string; security: ConnectionSecurity },
  log: Logger,
): Promise<NativeConnection> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let pause = 250; ; pause = Math.min(pause * 2, LONGEST_WAIT_MS)) {
    try {
      return await NativeConnection.connect({ address, ...security });
    } catch (error) {
      if (performance.now() + pause > deadline) throw error;
      log.info({ address, pause }, 'Temporal does not answer yet');
    }
    await wait(pause);
  }
}

/** Whether a worker has lately asked for work of an activity queue. */
export async function hasPollers(
  connection: NativeConnection,
  namespace: string,
  queue: string,
): Promise<boolean> {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: queue },
    // TASK_QUEUE_TYPE_ACTIVITY
    taskQueueType: 2,
  });
  return pollers.length > 0;
}
