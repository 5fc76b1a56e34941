import type { EngineMessage, HistoryRow, Progress } from '@graft/plan';

/** What is told is written, sent on and drawn, by processes that share the machine with the training. */
const INTERVAL_MS = 1000;

/** Sends progress and metrics, each at most once a second; of progress only the newest. */
export class Reporter {
  #progress: Progress | null = null;
  #rows: HistoryRow[] = [];
  #lastSent = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly send: (message: EngineMessage) => void) {}

  reportProgress(progress: Progress): void {
    this.#progress = progress;
    this.#schedule();
  }

  reportRow(row: HistoryRow): void {
    this.#rows.push(row);
    this.#schedule();
  }

  /** Sends what is held back. Called before the last message. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastSent = performance.now();
    const rows = this.#rows;
    const progress = this.#progress;
    this.#rows = [];
    this.#progress = null;
    if (rows.length > 0) this.send({ type: 'metrics', rows });
    if (progress !== null) this.send({ type: 'progress', progress });
  }

  #schedule(): void {
    const wait = this.#lastSent + INTERVAL_MS - performance.now();
    if (wait <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), wait);
  }
}
