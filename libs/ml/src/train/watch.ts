import type { HistoryRow } from './history';
import type { Monitor, ScheduleSettings, TrainingSettings } from './settings';

/** What early stopping, keeping the best and the plateau rule remember between epochs. */
export interface WatchState {
  /** Best monitored value and its epoch, by any improvement; null before the first value. */
  readonly best: { readonly epoch: number; readonly value: number } | null;
  readonly stopping: PatienceState;
  readonly plateau: PatienceState & { readonly factor: number; readonly cooldown: number };
}

interface PatienceState {
  /** Best value that was better by at least the smallest improvement that counts. */
  readonly reference: number | null;
  /** Epochs since then. */
  readonly waited: number;
}

export interface Observation {
  readonly state: WatchState;
  /** The row is the best so far. */
  readonly improved: boolean;
  /** Early stopping wants to end. */
  readonly stop: boolean;
}

export const INITIAL_WATCH: WatchState = {
  best: null,
  stopping: { reference: null, waited: 0 },
  plateau: { reference: null, waited: 0, factor: 1, cooldown: 0 },
};

/**
 * Looks at the row of an epoch. The rules are those of Keras' EarlyStopping and ReduceLROnPlateau.
 * Row 0 counts for the best weights only: patience starts with the first epoch.
 */
export function observeRow(
  state: WatchState,
  row: HistoryRow,
  settings: TrainingSettings,
): Observation {
  const value = readMonitor(row, settings.monitor);
  if (value === null) return { state, improved: false, stop: false };
  const sign = risesWhenBetter(settings.monitor) ? 1 : -1;
  const improved = state.best === null || sign * (value - state.best.value) > 0;
  const best = improved ? { epoch: row.epoch, value } : state.best;
  if (row.epoch === 0) return { state: { ...state, best }, improved, stop: false };
  const { earlyStopping, schedule } = settings;
  const stopping = wait(state.stopping, value, sign, earlyStopping?.minDelta ?? 0);
  const plateau =
    schedule.kind === 'plateau'
      ? watchPlateau(state.plateau, value, sign, schedule)
      : state.plateau;
  const stop =
    earlyStopping !== null && stopping.waited >= earlyStopping.patience && stopping.waited > 0;
  return { state: { best, stopping, plateau }, improved, stop };
}

/** The value that a setting watches; null where the row lacks it. */
export function readMonitor(row: HistoryRow, monitor: Monitor): number | null {
  switch (monitor) {
    case 'loss':
      return row.loss;
    case 'accuracy':
      return row.accuracy;
    case 'validation-loss':
      return row.validationLoss;
    case 'validation-accuracy':
      return row.validationAccuracy;
  }
}

function risesWhenBetter(monitor: Monitor): boolean {
  return monitor === 'accuracy' || monitor === 'validation-accuracy';
}

function wait(state: PatienceState, value: number, sign: number, minDelta: number): PatienceState {
  const better = state.reference === null || sign * (value - state.reference) > minDelta;
  return better ? { reference: value, waited: 0 } : { ...state, waited: state.waited + 1 };
}

function watchPlateau(
  state: WatchState['plateau'],
  value: number,
  sign: number,
  settings: Extract<ScheduleSettings, { kind: 'plateau' }>,
): WatchState['plateau'] {
  const cooldown = Math.max(0, state.cooldown - 1);
  const rested = state.cooldown > 0 ? { ...state, waited: 0 } : state;
  const watched = wait(rested, value, sign, settings.minDelta);
  const waited = cooldown > 0 ? 0 : watched.waited;
  if (waited < settings.patience) return { ...watched, waited, cooldown, factor: state.factor };
  const factor = Math.max(settings.minFactor, state.factor * settings.factor);
  return { reference: watched.reference, waited: 0, cooldown: settings.cooldown, factor };
}
