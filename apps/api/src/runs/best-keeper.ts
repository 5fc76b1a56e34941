import type { Database, DueBest } from '@graft/db';
import type { Logger } from 'pino';

const LOOK_MS = 3000;

export interface BestParts {
  bests: Pick<Database['bests'], 'listDue'>;
  /** Fulfils a wish, or stores why it can't be; throws what will pass. */
  fulfil: (due: DueBest) => Promise<void>;
  logger: Logger;
}

/** Registers the best one of runs that have ended, where that was wished before. The rows say which. */
export class BestKeeper {
  #timer: NodeJS.Timeout;
  #active: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(
    private readonly parts: BestParts,
    lookMs = LOOK_MS,
  ) {
    this.#timer = setInterval(() => {
      this.#active = this.#active.then(() => this.look());
    }, lookMs).unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#active;
  }

  /** Looks once; called by the timer. */
  async look(): Promise<void> {
    if (this.#closed) return;
    const { bests, fulfil, logger } = this.parts;
    try {
      for (const due of await bests.listDue()) await fulfil(due);
    } catch (error) {
      logger.warn({ err: error }, 'the best ones of some runs wait to be registered');
    }
  }
}
