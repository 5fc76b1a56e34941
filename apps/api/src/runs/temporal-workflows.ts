import type { Database, DecidedStep } from '@graft/db';
import { OperationalError } from '@graft/errors';
import { CPU_QUEUE, GPU_QUEUE, IO_QUEUE, WORKFLOW_QUEUE } from '@graft/workflows';
import {
  reconcileRuns,
  retellDecisions,
  sendControl,
  sendDecision,
  sendPriority,
  startRunWorkflow,
  type ConnectionSecurity,
  type RunPriority,
  type StartableRun,
} from '@graft/workflows/client';
import {
  Client,
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
} from '@temporalio/client';
import type { RunRef, RunWorkflows } from './run-workflows';

const PATIENCE_MS = 5_000;
/** A poll lasts a minute; the server remembers pollers for five, also those that are gone. */
const POLL_SECONDS = 90;
const WORKFLOW_POLLERS = 1;
const ACTIVITY_POLLERS = 2;
const QUEUES = [
  { queue: WORKFLOW_QUEUE, type: WORKFLOW_POLLERS },
  { queue: IO_QUEUE, type: ACTIVITY_POLLERS },
  { queue: CPU_QUEUE, type: ACTIVITY_POLLERS },
  { queue: GPU_QUEUE, type: ACTIVITY_POLLERS },
] as const;

/** Runs as workflows of a Temporal server. It need not be there yet: the first call connects. */
export class TemporalWorkflows implements RunWorkflows {
  readonly #connection: Connection;
  readonly #client: Client;
  readonly #open = new Set<Promise<unknown>>();

  constructor(
    address: string,
    private readonly namespace: string,
    security: ConnectionSecurity = {},
  ) {
    this.#connection = Connection.lazy({
      address,
      ...security,
      connectTimeout: PATIENCE_MS,
      // Dispatcher and reconciler try again by themselves; a hidden retry would outlive `close`.
      interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 1 }))],
    });
    this.#client = new Client({ connection: this.#connection, namespace });
  }

  async start(run: StartableRun): Promise<void> {
    await this.#ask(() => startRunWorkflow(this.#client, run));
  }

  async tellControl(run: RunRef, control: 'run' | 'pause' | 'cancel'): Promise<void> {
    await this.#ask(() => sendControl(this.#client, run, control));
  }

  async tellDecision(step: DecidedStep): Promise<void> {
    await this.#ask(() => sendDecision(this.#client, step));
  }

  async tellPriority(run: RunRef, priority: RunPriority): Promise<void> {
    await this.#ask(() => sendPriority(this.#client, run, priority));
  }

  /** Starts again what has lost its workflow. @returns how many runs needed it */
  async reconcile({ runs, steps }: Pick<Database, 'runs' | 'steps'>): Promise<number> {
    return this.#ask(async () => {
      const mended = await reconcileRuns(runs, this.#client);
      const told = await retellDecisions(steps, this.#client);
      return mended.length + told;
    });
  }

  async listPollers(): Promise<{ queue: string; workers: string[] }[]> {
    return this.#ask(() => Promise.all(QUEUES.map((each) => this.#listPollers(each))));
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#open);
    await this.#connection.close();
  }

  async #listPollers({ queue, type }: (typeof QUEUES)[number]) {
    const { pollers } = await this.#connection.workflowService.describeTaskQueue({
      namespace: this.namespace,
      taskQueue: { name: queue },
      taskQueueType: type,
    });
    const workers = (pollers ?? []).flatMap(({ identity, lastAccessTime }) => {
      const age = Date.now() / 1000 - Number(lastAccessTime?.seconds ?? 0);
      return identity && age < POLL_SECONDS ? [identity] : [];
    });
    return { queue, workers };
  }

  async #ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    const asking = this.#connection.withDeadline(Date.now() + PATIENCE_MS, question);
    this.#open.add(asking);
    try {
      return await asking;
    } catch (error) {
      throw new OperationalError({
        code: 'temporal.unavailable',
        message: 'Temporal does not answer at the moment; it is tried again.',
        cause: error,
      });
    } finally {
      this.#open.delete(asking);
    }
  }
}
