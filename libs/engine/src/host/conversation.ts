import type { EngineMessage } from '@graft/plan';
import type { EngineOutcome, RunHandlers } from './engine-options';

/** The messages of one step: handled one at a time in order, with the outcome after all of them. */
export class Conversation {
  readonly outcome: Promise<EngineOutcome>;
  readonly #handlers: RunHandlers;
  readonly #settle: { resolve(outcome: EngineOutcome): void; reject(reason: unknown): void };
  #handled: Promise<void> = Promise.resolve();
  #over = false;
  readonly #abort: () => void;

  /** `kill` is called when the step must not go on: aborted, or a handler failed. */
  constructor(
    handlers: RunHandlers,
    private readonly kill: () => void,
  ) {
    this.#handlers = handlers;
    const { promise, resolve, reject } = defer<EngineOutcome>();
    this.outcome = promise;
    this.#settle = { resolve, reject };
    this.#abort = () => {
      this.fail(handlers.signal?.reason);
    };
    handlers.signal?.addEventListener('abort', this.#abort, { once: true });
  }

  take(message: EngineMessage): void {
    if (this.#over || message.type === 'ready') return;
    if (message.type === 'done' || message.type === 'stopped' || message.type === 'failed') {
      this.conclude(message);
      return;
    }
    this.#handled = this.#handled.then(async () => {
      if (this.#over) return;
      try {
        await this.#handlers.onMessage(message);
      } catch (error) {
        this.fail(error);
      }
    });
  }

  /** Ends the step with this outcome once every message before it has been handled. */
  conclude(outcome: EngineOutcome): void {
    void this.#handled.then(() => {
      if (this.#end()) this.#settle.resolve(outcome);
    });
  }

  /** Ends the step at once with an error. */
  fail(reason: unknown): void {
    if (!this.#end()) return;
    this.kill();
    this.#settle.reject(reason);
  }

  #end(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#handlers.signal?.removeEventListener('abort', this.#abort);
    return true;
  }
}

function defer<Value>(): {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (reason: unknown) => void;
} {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<Value>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
