import type { HistoryRow } from '@graft/plan';
import * as words from '#words/runs';

/** One curve of a chart: training solid, validation dashed. */
export interface Curve {
  readonly key: string;
  readonly title: string;
  readonly colour: string;
  readonly dashed: boolean;
}

export type Measure = 'loss' | 'accuracy';
export type Point = Readonly<Record<string, number>>;

/** A training whose curves are shown, under a name that tells it from the others. */
export interface ShownTraining {
  readonly key: string;
  readonly title: string;
  readonly colour: string;
  readonly rows: readonly HistoryRow[];
}

const FIELDS = {
  loss: { train: 'loss', validation: 'validationLoss' },
  accuracy: { train: 'accuracy', validation: 'validationAccuracy' },
} as const;

/** Without a dot: chart libraries read one as a path into the point. */
function nameCurve(training: string, part: 'train' | 'validation'): string {
  return `${training}~${part}`.replaceAll('.', '_');
}

/** The curves of one measure over all trainings; those without a single value are left out. */
export function listCurves(trainings: readonly ShownTraining[], measure: Measure): Curve[] {
  return trainings.flatMap(({ key, title, colour, rows }) =>
    (['train', 'validation'] as const).flatMap((part) => {
      if (rows.every((row) => row[FIELDS[measure][part]] === null)) return [];
      const line = part === 'train' ? words.trainingLine : words.validationLine;
      const name = trainings.length > 1 ? words.lineOf(title, line) : line;
      return [{ key: nameCurve(key, part), title: name, colour, dashed: part === 'validation' }];
    }),
  );
}

/** Points by epoch, with the value of each curve that has one there. */
export function listPoints(trainings: readonly ShownTraining[], measure: Measure): Point[] {
  const points = new Map<number, Record<string, number>>();
  for (const { key, rows } of trainings) {
    for (const row of rows) {
      const point = points.get(row.epoch) ?? { epoch: row.epoch };
      points.set(row.epoch, point);
      for (const part of ['train', 'validation'] as const) {
        const value = row[FIELDS[measure][part]];
        if (value !== null && Number.isFinite(value)) point[nameCurve(key, part)] = value;
      }
    }
  }
  return [...points.values()].sort((a, b) => (a['epoch'] ?? 0) - (b['epoch'] ?? 0));
}

/** Epochs from and to, both shown. */
export type EpochRange = readonly [number, number];

/** The epochs that there are; null below three, where there is nothing to look at more closely. */
export function spanEpochs(trainings: readonly ShownTraining[]): EpochRange | null {
  const epochs = trainings.flatMap(({ rows }) => rows.map(({ epoch }) => epoch));
  const range = [Math.min(...epochs), Math.max(...epochs)] as const;
  return range[1] - range[0] < 2 ? null : range;
}

/** What lies in a range of epochs. */
export function cutPoints(points: readonly Point[], range: EpochRange | null): readonly Point[] {
  if (range === null) return points;
  const [from, to] = range;
  const first = points.findIndex(({ epoch = 0 }) => epoch >= from);
  const last = points.findLastIndex(({ epoch = 0 }) => epoch <= to);
  return first < 0 ? [] : points.slice(first, last + 1);
}

/** Two ends of a drag as a range; null where it covers less than one epoch. */
export function orderRange(from: number, to: number): EpochRange | null {
  return from === to ? null : [Math.min(from, to), Math.max(from, to)];
}

/** The epoch with the lowest validation loss; null while there is none. */
export function findBestEpoch(rows: readonly HistoryRow[]): number | null {
  let best: { epoch: number; loss: number } | null = null;
  for (const { epoch, validationLoss } of rows) {
    if (validationLoss === null || !Number.isFinite(validationLoss)) continue;
    if (best === null || validationLoss < best.loss) best = { epoch, loss: validationLoss };
  }
  return best?.epoch ?? null;
}

/** A history as a table that spreadsheets read. */
export function writeCsv(rows: readonly HistoryRow[]): string {
  const names = [
    'epoch',
    'step',
    'learningRate',
    'loss',
    'accuracy',
    'validationLoss',
    'validationAccuracy',
    'seconds',
  ] as const;
  const lines = rows.map((row) => names.map((name) => row[name] ?? '').join(','));
  return [names.join(','), ...lines].join('\n') + '\n';
}
