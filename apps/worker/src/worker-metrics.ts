import type { HistoryRow, Step } from '@graft/plan';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { AttemptEnd } from './attempt-end';
import { readGraphicsMemory, type GraphicsMemory } from './graphics-memory';

/** Up to a day: a training may wait for its turn behind another one. */
const WAITS = [0.1, 0.5, 1, 5, 15, 60, 300, 1800, 7200, 86_400];

type Wanted = Pick<Step, 'kind' | 'resource'>;

interface Running {
  readonly kind: string;
  /** When what is lost by a crash began to be computed: the newest checkpoint, or the start. */
  safeSince: number;
  checkpoints: boolean;
}

/** What an attempt that runs tells; `end` once. */
export interface MeasuredAttempt {
  addRows(rows: readonly Pick<HistoryRow, 'step'>[]): void;
  addCheckpoint(bytes: number): void;
  addReuse(): void;
  end(how: AttemptEnd['type']): void;
}

/** Those of a worker that is about to start: of a GPU too, where it computes with one. */
export function openMetrics({ gpu }: { gpu: boolean }): WorkerMetrics {
  const metrics = new WorkerMetrics();
  if (gpu) metrics.describeGraphics(() => readGraphicsMemory());
  return metrics;
}

/** Figures of a worker in the form of Prometheus. Times are seconds; a rate is for who reads them. */
export class WorkerMetrics {
  readonly registry = new Registry();
  private readonly running = new Set<Running>();
  private readonly waited;
  private readonly attempts;
  private readonly reused;
  private readonly epochs;
  private readonly checkpoints;
  private readonly checkpointBytes;

  constructor(private readonly now: () => number = () => performance.now() / 1000) {
    const registers = [this.registry];
    const kinds = { labelNames: ['kind'] as const, registers };
    collectDefaultMetrics({ register: this.registry });
    this.waited = new Histogram({
      name: 'graft_step_queue_wait_seconds',
      help: 'From when a step could have run to when this worker took it',
      labelNames: ['resource'],
      buckets: WAITS,
      registers,
    });
    this.attempts = new Counter({
      name: 'graft_step_attempts_total',
      help: 'Attempts by how they ended: done, interrupted, failed',
      labelNames: ['kind', 'end'],
      registers,
    });
    const name = 'graft_steps_reused_total';
    this.reused = new Counter({ name, help: 'Steps whose result was in the cache', ...kinds });
    this.epochs = new Counter({
      ...{ name: 'graft_epochs_total', help: 'Epochs that trainings have finished', ...kinds },
    });
    this.checkpoints = new Counter({
      ...{ name: 'graft_checkpoints_total', help: 'Checkpoints that were committed', ...kinds },
    });
    this.checkpointBytes = new Counter({
      ...{ name: 'graft_checkpoint_bytes_total', help: 'Their size', ...kinds },
    });
    this.describeRunning();
  }

  /** `waitedSeconds` is how long the attempt lay in its queue. */
  begin({ kind, resource }: Wanted, waitedSeconds: number): MeasuredAttempt {
    const running: Running = { kind, safeSince: this.now(), checkpoints: false };
    this.running.add(running);
    this.waited.observe({ resource }, Math.max(0, waitedSeconds));
    return {
      addRows: (rows) => {
        // Row 0 is written before the first step.
        this.epochs.inc({ kind }, rows.filter(({ step }) => step > 0).length);
      },
      addCheckpoint: (bytes) => {
        this.checkpoints.inc({ kind });
        this.checkpointBytes.inc({ kind }, bytes);
        Object.assign(running, { safeSince: this.now(), checkpoints: true });
      },
      addReuse: () => this.reused.inc({ kind }),
      end: (end) => {
        this.running.delete(running);
        this.attempts.inc({ kind, end });
      },
    };
  }

  /** Memory of cards, asked for once whenever somebody asks for the figures. */
  describeGraphics(read: () => Promise<readonly GraphicsMemory[]>): void {
    const registers = [this.registry];
    let asked: ReturnType<typeof read> | null = null;
    const ask = () =>
      (asked ??= read().finally(() => {
        asked = null;
      }));
    const describe = (name: string, help: string, field: 'used' | 'total') =>
      new Gauge({
        ...{ name, help, labelNames: ['gpu'], registers },
        async collect() {
          const cards = await ask();
          this.reset();
          for (const card of cards) this.set({ gpu: card.gpu }, card[field]);
        },
      });
    describe('graft_gpu_memory_used_bytes', 'Memory of a card in use, by whomever', 'used');
    describe('graft_gpu_memory_bytes', 'Memory of a card', 'total');
  }

  private describeRunning(): void {
    const { running, now } = this;
    const registers = [this.registry];
    new Gauge({
      name: 'graft_steps_running',
      help: 'Attempts that run right now',
      labelNames: ['kind'],
      registers,
      collect() {
        this.reset();
        for (const { kind } of running) this.inc({ kind });
      },
    });
    new Gauge({
      name: 'graft_checkpoint_age_seconds',
      help: 'Of the running step whose newest checkpoint is oldest: what a crash would cost',
      labelNames: ['kind'],
      registers,
      collect() {
        this.reset();
        const ages = new Map<string, number>();
        for (const { kind, safeSince, checkpoints } of running) {
          if (checkpoints) ages.set(kind, Math.max(ages.get(kind) ?? 0, now() - safeSince));
        }
        for (const [kind, age] of ages) this.set({ kind }, age);
      },
    });
  }
}
