import type { RunEventBody } from '@graft/contracts';
import type { StepHold, StepRepository } from '@graft/db';
import { toGraftError } from '@graft/errors';
import type { HistoryRow, Progress } from '@graft/plan';
import { keepTrying } from './keep-trying';

/** Two batches a second at most. */
const BATCH_MS = 500;

/**
 * Gathers what an engine reports and stores it in batches. While the database is away it keeps
 * gathering: training never waits for it.
 */
export class StepReporter {
  /** How far the engine is, by its last word: equal for equal places. */
  place = '';
  private progress: Progress | null = null;
  private rows: HistoryRow[] = [];
  private notes: RunEventBody[] = [];
  private timer: NodeJS.Timeout | null = null;
  private storing: Promise<void> = Promise.resolve();
  private readonly closed = new AbortController();

  constructor(
    private readonly steps: Pick<StepRepository, 'record'>,
    private readonly hold: StepHold,
    /** Called when what was reported cannot be stored: the step is another attempt's by now. */
    private readonly onLost: (error: Error) => void,
  ) {}

  addProgress(progress: Progress): void {
    this.progress = progress;
    this.place = `${progress.epoch ?? ''}.${progress.batch ?? progress.text}`;
    this.schedule();
  }

  addRows(rows: readonly HistoryRow[]): void {
    this.rows.push(...rows);
    this.schedule();
  }

  addNote(level: 'info' | 'warning', code: string, message: string): void {
    this.notes.push({ type: 'note', stepId: this.hold.stepId, level, code, message });
    this.schedule();
  }

  /** Stores all that was gathered. */
  async flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.storing = this.storing.then(() => this.store());
    await this.storing;
  }

  /** Drops what is left. */
  close(): void {
    this.closed.abort();
    if (this.timer) clearTimeout(this.timer);
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.flush().catch((error: unknown) => this.onLost(toGraftError(error)));
    }, BATCH_MS);
  }

  private async store(): Promise<void> {
    const { stepId } = this.hold;
    const { progress, rows, notes } = this;
    [this.progress, this.rows, this.notes] = [null, [], []];
    const metrics: RunEventBody[] = rows.length > 0 ? [{ type: 'metrics', stepId, rows }] : [];
    const events = [...notes, ...metrics];
    if (events.length === 0 && progress === null) return;
    await keepTrying(() => this.steps.record(this.hold, events, progress), this.closed.signal);
  }
}
