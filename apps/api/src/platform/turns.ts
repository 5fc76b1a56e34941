import { OperationalError } from '@graft/errors';

/** Tells whether whoever asked has gone away. */
export type IsGone = () => boolean;

interface Waiting {
  readonly isGone: IsGone;
  readonly resolve: () => void;
  readonly reject: (error: OperationalError) => void;
}

/**
 * A turn of the event loop accepts one connection (libuv 1.46). With this many between two pieces of work those
 * who arrive are heard eight times as fast as they can be served, and told to come again where they are too many.
 */
const TURNS_BETWEEN = 8;

/**
 * Lets what keeps the thread busy for some milliseconds take turns with everything else: after each piece the event
 * loop turns some times. In between connections are accepted, requests read and answers sent, however many wait
 * with such work.
 */
export class Turns {
  readonly #waiting: Waiting[] = [];
  #left = 0;
  #turning = false;

  /**
   * Resolves when it is one's turn, in the order of asking.
   * @param isGone asked then: nobody works for those who no longer wait, or under too much load all would
   * @throws OperationalError `request.gone`
   */
  take(isGone: IsGone = () => false): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ isGone, resolve, reject });
      if (this.#turning) return;
      this.#turning = true;
      setImmediate(this.#turn);
    });
  }

  readonly #turn = (): void => {
    if (this.#left > 0) {
      this.#left -= 1;
    } else {
      this.#callNext();
      this.#left = TURNS_BETWEEN;
    }
    this.#turning = this.#left > 0 || this.#waiting.length > 0;
    if (this.#turning) setImmediate(this.#turn);
  };

  #callNext(): void {
    for (;;) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      if (!next.isGone()) {
        next.resolve();
        return;
      }
      next.reject(gone());
    }
  }
}

function gone(): OperationalError {
  return new OperationalError({
    code: 'request.gone',
    message: 'The connection was closed before this was looked at: nothing was done.',
  });
}
