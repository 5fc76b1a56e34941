import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '@graft/db';
import { listQueues, readQueue } from '@graft/workflows';
import type { RunWorkflows } from './run-workflows';

/** How long an answer is good for: a page that many people look at asks once. */
const FRESH_MS = 2_000;
const GLANCE_MS = 300;

/** Knows which workers are connected. */
export class WorkerWatch {
  private answer: Promise<ReadonlyMap<string, number>> | null = null;
  private askedAt = 0;

  constructor(
    private readonly workflows: Pick<RunWorkflows, 'listPollers'>,
    private readonly database: {
      steps: Pick<Database['steps'], 'listHolders'>;
      workers: Pick<Database['workers'], 'list'>;
    },
  ) {}

  /**
   * Workers by queue: those that ask for work, and those too busy to ask because they run a step of it. A queue of
   * labels counts those of its plain queue that state the labels; it is not there while nobody states them.
   * @throws when Temporal or the database does not answer
   */
  count(): Promise<ReadonlyMap<string, number>> {
    const now = performance.now();
    if (this.answer === null || now - this.askedAt > FRESH_MS) {
      this.askedAt = now;
      this.answer = this.ask();
      this.answer.catch(() => (this.answer = null));
    }
    return this.answer;
  }

  /** The same, or null when nobody tells at once: for pages that must not wait for it. */
  async glance(): Promise<ReadonlyMap<string, number> | null> {
    const late = wait(GLANCE_MS, null, { ref: false });
    return Promise.race([this.count().catch(() => null), late]);
  }

  private async ask(): Promise<ReadonlyMap<string, number>> {
    const { steps, workers } = this.database;
    const [pollers, holders, known] = await Promise.all([
      this.workflows.listPollers(),
      steps.listHolders(),
      workers.list(),
    ]);
    const labels = new Map(known.map((worker) => [worker.name, worker.labels]));
    const counts = new Map<string, number>();
    for (const { queue, workers: asking } of pollers) {
      const busy = holders.filter((each) => readQueue(each.queue).plain === queue);
      const names = new Set([...asking, ...busy.map(({ holder }) => holder)]);
      counts.set(queue, names.size);
      for (const name of names) {
        const [, ...labelled] = listQueues(queue, labels.get(name) ?? []);
        for (const each of labelled) counts.set(each, (counts.get(each) ?? 0) + 1);
      }
    }
    return counts;
  }
}
