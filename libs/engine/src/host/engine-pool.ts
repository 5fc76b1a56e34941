import { OperationalError } from '@graft/errors';
import type { StartMessage } from '@graft/plan';
import { EngineProcess } from './engine-process';
import type { EngineOptions, EngineOutcome, RunHandlers } from './engine-options';

export interface EnginePoolOptions extends Omit<EngineOptions, 'threads'> {
  /** Engines that may run at the same time; default 1. */
  readonly size?: number;
  /** Steps after which an engine is replaced, because native memory never shrinks; default 50. */
  readonly maxSteps?: number;
  /** Resident memory above which an idle engine is replaced; default 2 GiB. */
  readonly maxResidentBytes?: number;
}

export interface PooledRunHandlers extends RunHandlers {
  /** Gives the engine that runs the step, for `send` and `pid`. */
  onStarted?(engine: EngineProcess): void;
}

/** Warm engines that are used again while they are healthy. */
export class EnginePool {
  readonly #options: EnginePoolOptions;
  readonly #idle: EngineProcess[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #all = new Set<EngineProcess>();
  #free: number;
  #closed = false;

  constructor(options: EnginePoolOptions) {
    this.#options = options;
    this.#free = options.size ?? 1;
  }

  /** Runs one step on an engine of `start.threads` threads, waiting for a free place. See EngineProcess.run. */
  async run(start: StartMessage, handlers: PooledRunHandlers): Promise<EngineOutcome> {
    return this.use(start.threads, (engine) => {
      handlers.onStarted?.(engine);
      return engine.run(start, handlers);
    });
  }

  /** Lends an engine for the length of `work`; it is used again or replaced afterwards. */
  async use<Result>(
    threads: number,
    work: (engine: EngineProcess) => Promise<Result>,
  ): Promise<Result> {
    await this.#enter();
    try {
      if (this.#closed) throw closed();
      const engine = await this.#take(threads);
      try {
        return await work(engine);
      } finally {
        await this.#giveBack(engine);
      }
    } finally {
      this.#leave();
    }
  }

  /** Forks an engine before it is needed. */
  async warm(threads: number): Promise<void> {
    await this.use(threads, () => Promise.resolve());
  }

  /** Ends every engine, running ones too. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#all].map((engine) => engine.kill()));
    this.#idle.length = 0;
  }

  async #take(threads: number): Promise<EngineProcess> {
    const warm = this.#idle.findIndex(
      (engine) => engine.healthy && engine.options.threads === threads,
    );
    const [found] = warm < 0 ? [] : this.#idle.splice(warm, 1);
    if (found !== undefined) return found;
    // Makes room: an idle engine of other threads would only hold memory.
    await Promise.all(this.#idle.splice(0).map((engine) => this.#drop(engine)));
    const engine = await EngineProcess.start({ ...this.#options, threads });
    this.#all.add(engine);
    if (!this.#closed) return engine;
    await this.#drop(engine);
    throw closed();
  }

  async #giveBack(engine: EngineProcess): Promise<void> {
    const { maxSteps = 50, maxResidentBytes = 2 * 1024 ** 3 } = this.#options;
    const worn = engine.stepsRun >= maxSteps || (engine.residentBytes() ?? 0) > maxResidentBytes;
    if (this.#closed || worn || !engine.healthy) await this.#drop(engine);
    else this.#idle.push(engine);
  }

  async #drop(engine: EngineProcess): Promise<void> {
    await engine.kill();
    this.#all.delete(engine);
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}

function closed(): OperationalError {
  return new OperationalError({
    code: 'engine.pool-closed',
    message: 'Graft is shutting down, so no step is started.',
  });
}
