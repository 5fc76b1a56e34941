import { z } from 'zod';

const shareSchema = z.number();
const classSchema = z.object({
  name: z.string(),
  precision: shareSchema,
  recall: shareSchema,
  f1: shareSchema,
  support: z.int(),
});
const meanSchema = z.object({ precision: shareSchema, recall: shareSchema, f1: shareSchema });

const hitsSchema = z.object({ examples: z.int(), correct: z.int() });
const kindsSchema = z.object({ seen: hitsSchema, unseen: hitsSchema });

/** What the pages read of a report (`graft.report/1`); more may stand in it. */
export const reportSchema = z.object({
  format: z.literal('graft.report/1'),
  labels: z.array(z.string()),
  examples: z.int(),
  correct: z.int(),
  accuracy: shareSchema,
  interval: z.object({ low: shareSchema, high: shareSchema }),
  balancedAccuracy: shareSchema,
  topK: z.object({ k: z.int(), accuracy: shareSchema }),
  perClass: z.array(classSchema),
  macro: meanSchema,
  weighted: meanSchema,
  /** Rows are true classes, columns predicted ones. */
  confusion: z.array(z.array(z.int())),
  calibration: z.object({ error: shareSchema }),
  rows: z.array(
    z.object({
      sha256: z.string(),
      name: z.string(),
      label: z.int(),
      predicted: z.int(),
      probabilities: z.array(shareSchema),
    }),
  ),
  /** Examples with and without a near duplicate among those learned from. */
  kinds: kindsSchema.optional(),
  crossValidation: z.object({ kinds: kindsSchema.optional() }).optional(),
});

export type Report = z.infer<typeof reportSchema>;
export type ReportRow = Report['rows'][number];

/** A cell of the confusion matrix. */
export interface Cell {
  readonly truth: number;
  readonly predicted: number;
}

/** Wrong answers, those the model was surest of first; of one cell of the matrix when it is given. */
export function listMistakes(report: Report, cell: Cell | null): ReportRow[] {
  return report.rows
    .filter((row) =>
      cell === null
        ? row.predicted !== row.label
        : row.label === cell.truth && row.predicted === cell.predicted,
    )
    .sort((a, b) => sureness(b) - sureness(a));
}

/** Probability of the answer that was given. */
export function sureness({ probabilities, predicted }: ReportRow): number {
  return probabilities[predicted] ?? 0;
}

/** Share of a row of the matrix that falls into a cell, 0 for a class without examples. */
export function shareOfRow(confusion: Report['confusion'], { truth, predicted }: Cell): number {
  const row = confusion[truth] ?? [];
  const total = row.reduce((sum, count) => sum + count, 0);
  return total === 0 ? 0 : (row[predicted] ?? 0) / total;
}
