import type { Database } from '@graft/db';
import type { Logger } from 'pino';
import type { RunWorkflows } from './run-workflows';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
/** While runs wait for their turn, without and with a call that may change that. */
const TURN_MS = 500;
const GAP_MS = 100;

/**
 * Starts the workflows of accepted runs. An outbox row stays until its workflow is known to run, so
 * a kill at any point only means that it is started again, which Temporal refuses to do twice.
 */
export class RunDispatcher {
  #timer: NodeJS.Timeout | null = null;
  #active: Promise<void> | null = null;
  #again = false;
  /** At the last look there were runs that have to wait for their turn. */
  #full = false;
  #soon = false;
  #closed = false;
  #wait = FIRST_WAIT_MS;

  constructor(
    private readonly outbox: Database['outbox'],
    private readonly workflows: Pick<RunWorkflows, 'start'>,
    private readonly logger: Logger,
    /** Runs of a workspace under way at the same time; more of them wait for their turn. */
    private readonly runLimit: number,
  ) {}

  /** Looks for accepted runs now, or soon. Calls are coalesced; failures are tried again by themselves. */
  poke(): void {
    if (this.#closed) return;
    if (this.#active) {
      this.#again = true;
    } else if (!this.#full) {
      this.#look();
    } else if (!this.#soon) {
      // Of the many that are accepted while none may start, not every one is worth a look.
      this.#soon = true;
      this.#schedule(GAP_MS);
    }
  }

  /** Resolves when nothing is being dispatched any more. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#active;
  }

  #look(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#soon = false;
    this.#active = this.#dispatchAll().finally(() => {
      this.#active = null;
      if (!this.#again) return;
      this.#again = false;
      this.poke();
    });
  }

  async #dispatchAll(): Promise<void> {
    try {
      for (let left = await this.outbox.listPending(this.runLimit); left.length > 0;) {
        for (const run of left) {
          if (this.#closed) return;
          await this.workflows.start(run);
          await this.outbox.markDispatched(run.runId);
        }
        left = await this.outbox.listPending(this.runLimit);
      }
      this.#wait = FIRST_WAIT_MS;
      this.#full = await this.outbox.hasPending();
      this.#schedule(this.#full ? TURN_MS : LONGEST_WAIT_MS);
    } catch (error) {
      this.logger.warn({ err: error }, 'accepted runs wait: a workflow could not be started yet');
      this.#schedule(this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    }
  }

  #schedule(milliseconds: number): void {
    if (this.#closed) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#active) this.#look();
    }, milliseconds);
    this.#timer.unref();
  }
}
