import { setTimeout as wait } from 'node:timers/promises';
import type { StepRepository } from '@graft/db';
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
    private readonly steps: Pick<StepRepository, 'listHolders'>,
  ) {}

  /**
   * Workers by queue: those that ask for work, and those too busy to ask because they run a step of it.
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
    const [pollers, holders] = await Promise.all([
      this.workflows.listPollers(),
      this.steps.listHolders(),
    ]);
    return new Map(
      pollers.map(({ queue, workers }) => {
        const busy = holders.flatMap((each) => (each.queue === queue ? [each.holder] : []));
        return [queue, new Set([...workers, ...busy]).size];
      }),
    );
  }
}
