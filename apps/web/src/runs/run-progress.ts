import type {
  RunError,
  RunEvent,
  RunState,
  RunStep,
  RunView,
  StepRunState,
} from '@graft/contracts';
import type { JsonObject } from '@graft/graph';
import type { HistoryRow, Progress } from '@graft/plan';

/** What is known of a step of a run right now. */
export interface StepProgress {
  readonly stepId: string;
  readonly kind: string;
  /** The nodes that asked for it; none for a step that the compiler added. */
  readonly nodes: readonly string[];
  /** Of a training that tries a setting. */
  readonly tried?: RunStep['tried'];
  readonly state: StepRunState;
  readonly cached: boolean;
  readonly reason: string | null;
  readonly error: Pick<RunError, 'code' | 'message'> | null;
  readonly summary: JsonObject | null;
  readonly progress: Progress | null;
  /** In the order of training; row 0 is before the first step. */
  readonly rows: readonly HistoryRow[];
  /** Wall clock from its beginning to its end, or to the last event; null before it began. */
  readonly seconds: number | null;
  /** When it began, as far as events told. */
  readonly startedAt: string | null;
}

/** What is known of a run right now. */
export interface RunProgress {
  readonly runId: string;
  readonly state: RunState;
  readonly error: Pick<RunError, 'code' | 'message'> | null;
  /** Sequence of the newest event that was taken in. */
  readonly seq: number;
  readonly steps: Readonly<Record<string, StepProgress>>;
  /** Warnings and notices, oldest first. */
  readonly notes: readonly {
    seq: number;
    at: string;
    stepId: string | null;
    level: 'info' | 'warning';
    message: string;
  }[];
}

const MOST_NOTES = 500;

/** What a run looks like before any of its events was heard. */
export function startProgress(run: RunView): RunProgress {
  const nodesOf = (stepId: string) =>
    run.steps.flatMap((step) => (step.stepId === stepId && step.node !== null ? [step.node] : []));
  const steps = run.steps.map((step): [string, StepProgress] => [
    step.stepId,
    {
      stepId: step.stepId,
      kind: step.kind,
      nodes: nodesOf(step.stepId),
      ...(step.tried === undefined ? {} : { tried: step.tried }),
      state: step.state,
      cached: step.cached,
      reason: null,
      error: step.error,
      summary: step.summary,
      progress: step.progress,
      rows: [],
      seconds: step.seconds,
      startedAt: null,
    },
  ]);
  return {
    runId: run.runId,
    state: run.status,
    error: run.error,
    seq: 0,
    steps: Object.fromEntries(steps),
    notes: [],
  };
}

/** Takes in one event. An event that was heard before changes nothing. */
export function applyEvent(run: RunProgress, event: RunEvent): RunProgress {
  if (event.runId !== run.runId || event.seq <= run.seq) return run;
  const next = { ...run, seq: event.seq };
  switch (event.type) {
    case 'run-state':
      return { ...next, state: event.state, error: event.error };
    case 'step-state':
      return changeStep(next, event.stepId, (step) => ({
        ...step,
        kind: event.kind,
        state: event.state,
        cached: event.cached,
        reason: event.reason,
        error: event.error,
        summary: event.summary ?? step.summary,
        progress: event.state === 'running' ? step.progress : null,
        ...measureTime(step, event.state, event.at),
      }));
    case 'progress':
      return changeStep(next, event.stepId, (step) => ({ ...step, progress: event.progress }));
    case 'metrics':
      return changeStep(next, event.stepId, (step) => ({
        ...step,
        rows: mergeRows(step.rows, event.rows),
      }));
    case 'note':
      return {
        ...next,
        notes: [...next.notes, pickNote(event)].slice(-MOST_NOTES),
      };
    case 'checkpoint':
      return next;
  }
}

/** Takes in many events, in any order; `gap` is true when one before them is missing. */
export function applyEvents(
  run: RunProgress,
  events: readonly RunEvent[],
): { run: RunProgress; gap: boolean } {
  let next = run;
  for (const event of [...events].sort((a, b) => a.seq - b.seq)) {
    if (event.seq > next.seq + 1) return { run: next, gap: true };
    next = applyEvent(next, event);
  }
  return { run: next, gap: false };
}

/** The newest row of an epoch and step counts: after a resume a row may come again. */
export function mergeRows(rows: readonly HistoryRow[], added: readonly HistoryRow[]): HistoryRow[] {
  const byPlace = new Map(rows.map((row) => [`${row.epoch}/${row.step}`, row]));
  for (const row of added) byPlace.set(`${row.epoch}/${row.step}`, row);
  return [...byPlace.values()].sort((a, b) => a.epoch - b.epoch || a.step - b.step);
}

function measureTime(
  step: StepProgress,
  state: StepRunState,
  at: string,
): Pick<StepProgress, 'startedAt' | 'seconds'> {
  const startedAt = step.startedAt ?? (state === 'running' ? at : null);
  if (startedAt === null) return { startedAt, seconds: step.seconds };
  return { startedAt, seconds: (Date.parse(at) - Date.parse(startedAt)) / 1000 };
}

function changeStep(
  run: RunProgress,
  stepId: string,
  change: (step: StepProgress) => StepProgress,
): RunProgress {
  const step = run.steps[stepId] ?? unknownStep(stepId);
  return { ...run, steps: { ...run.steps, [stepId]: change(step) } };
}

function unknownStep(stepId: string): StepProgress {
  return {
    stepId,
    kind: '',
    nodes: [],
    state: 'waiting',
    cached: false,
    reason: null,
    error: null,
    summary: null,
    progress: null,
    rows: [],
    seconds: null,
    startedAt: null,
  };
}

function pickNote(event: Extract<RunEvent, { type: 'note' }>): RunProgress['notes'][number] {
  const { seq, at, stepId, level, message } = event;
  return { seq, at, stepId, level, message };
}
