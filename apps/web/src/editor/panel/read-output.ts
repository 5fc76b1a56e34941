import type { RunStep } from '@graft/contracts';
import type { OutputRef } from '@graft/graph';
import { z } from 'zod';
import { embeddingSchema, type Embedding } from '../../runs/embedding-format';
import { predictionsSchema, type Predictions } from '../../runs/predictions-format';
import { reportSchema, type Report } from '../../runs/report-format';
import { rankingSchema, type Ranking } from './scores-format';

/** An output of a step in a run. */
export interface FoundOutput {
  readonly stepId: string;
  readonly output: string;
  readonly kind: string;
  readonly bytes: number;
}

/** An output that can be looked at here; anything else is handed over as a file. */
export type ShownOutput =
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'comparison'; readonly sentence: string }
  | { readonly kind: 'scores'; readonly ranking: Ranking }
  | { readonly kind: 'embedding'; readonly embedding: Embedding }
  | { readonly kind: 'predictions'; readonly predictions: Predictions }
  | { readonly kind: 'unknown' };

const comparisonSchema = z.object({
  format: z.literal('graft.comparison/1'),
  sentence: z.string(),
});

/** What a port of the graph refers to, in a run of it; null while it is not made. */
export function findOutput(
  steps: readonly Pick<RunStep, 'node' | 'stepId' | 'outputs'>[],
  { step: node, output }: OutputRef,
): FoundOutput | null {
  for (const step of steps) {
    const made = step.node === node ? step.outputs[output] : undefined;
    if (made !== undefined) return { stepId: step.stepId, output, ...made };
  }
  return null;
}

/** Reads a document that a step made, by its format. */
export function readOutput(kind: string, document: unknown): ShownOutput {
  if (kind === 'report') {
    const report = reportSchema.safeParse(document);
    if (report.success) return { kind: 'report', report: report.data };
    const comparison = comparisonSchema.safeParse(document);
    if (comparison.success) return { kind: 'comparison', sentence: comparison.data.sentence };
  }
  if (kind === 'scores') {
    const ranking = rankingSchema.safeParse(document);
    if (ranking.success) return { kind: 'scores', ranking: ranking.data };
  }
  if (kind === 'embedding') {
    const embedding = embeddingSchema.safeParse(document);
    if (embedding.success) return { kind: 'embedding', embedding: embedding.data };
  }
  if (kind === 'predictions') {
    const predictions = predictionsSchema.safeParse(document);
    if (predictions.success) return { kind: 'predictions', predictions: predictions.data };
  }
  return { kind: 'unknown' };
}
