/**
 * Lets what keeps the thread busy for some milliseconds take turns with everything else: one piece in each turn
 * of the event loop. In between connections are accepted (one in a turn), requests read and answers sent,
 * however many wait with such work.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];

  /** Resolves when it is one's turn, in the order of asking. */
  take(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(this.#next);
    });
  }

  readonly #next = (): void => {
    this.#waiting.shift()?.();
    if (this.#waiting.length > 0) setImmediate(this.#next);
  };
}
