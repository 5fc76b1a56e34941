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
    const { bests, logger } = this.parts;
    try {
      for (const due of await bests.listDue()) await this.#fulfil(due);
    } catch (error) {
      logger.warn({ err: error }, 'the best ones of some runs wait to be registered');
    }
  }

  /** One that must wait doesn't hold up the others. */
  async #fulfil(due: DueBest): Promise<void> {
    try {
      await this.parts.fulfil(due);
    } catch (error) {
      const { runId } = due;
      this.parts.logger.warn({ runId, err: error }, 'the best one waits to be registered');
    }
  }
}
