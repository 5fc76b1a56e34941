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
  readonly #waiting: (() => void)[] = [];
  #left = 0;
  #turning = false;

  /** Resolves when it is one's turn, in the order of asking. */
  take(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#turning) return;
      this.#turning = true;
      setImmediate(this.#turn);
    });
  }

  readonly #turn = (): void => {
    if (this.#left > 0) {
      this.#left -= 1;
    } else {
      this.#waiting.shift()?.();
      this.#left = TURNS_BETWEEN;
    }
    this.#turning = this.#left > 0 || this.#waiting.length > 0;
    if (this.#turning) setImmediate(this.#turn);
  };
}
