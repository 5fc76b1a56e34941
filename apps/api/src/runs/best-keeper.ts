import type { Database, DueBest } from '@graft/db';
import type { Logger } from 'pino';
import { lookEvery } from '../platform/look-every';

const LOOK_MS = 3000;

export interface BestParts {
  bests: Pick<Database['bests'], 'listDue'>;
  /** Fulfils a wish, or stores why it can't be; throws what will pass. */
  fulfil: (due: DueBest) => Promise<void>;
  logger: Logger;
}

/** Registers the best one of runs that have ended, where that was wished before. The rows say which. */
export class BestKeeper {
  readonly #looking: { close(): Promise<void> };

  constructor(
    private readonly parts: BestParts,
    lookMs = LOOK_MS,
  ) {
    this.#looking = lookEvery(lookMs, () => this.look());
  }

  close(): Promise<void> {
    return this.#looking.close();
  }

  /** Looks once; called by the timer. */
  async look(): Promise<void> {
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
