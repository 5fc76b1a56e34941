import type { ExamplePage } from '@graft/contracts';
import { UserError } from '@graft/errors';
import type { DatasetManifest } from '@graft/graph';
import { z } from 'zod';
import { viewExample } from '../datasets/example-reader';

/** A cell of a confusion matrix, by the names of its classes, and the part of it that is shown. */
export interface ConfusedQuery {
  readonly truth: string;
  readonly answer: string;
  readonly limit: number;
  readonly offset: number;
}

const reportSchema = z.object({
  format: z.literal('graft.report/1'),
  labels: z.array(z.string()),
  rows: z.array(
    z.object({
      sha256: z.string(),
      name: z.string(),
      label: z.int(),
      predicted: z.int(),
      probabilities: z.array(z.number()),
    }),
  ),
});

/**
 * The examples behind a cell of a report as they stand in a data set version, the surest answers
 * first. Examples that the version no longer holds are left out.
 * @throws UserError 422 `output.no_report`, 404 `class.unknown`
 */
export function listConfused(
  report: unknown,
  { examples }: Pick<DatasetManifest, 'examples'>,
  { truth, answer, limit, offset }: ConfusedQuery,
): ExamplePage {
  const { labels, rows } = parseReport(report);
  const [wanted, given] = [truth, answer].map((name) => labels.indexOf(name));
  if (wanted === -1 || given === -1) throw unknownClass();
  const present = new Map(examples.map((example) => [keyOf(example), example]));
  const found = rows
    .filter(({ label, predicted }) => label === wanted && predicted === given)
    .sort((a, b) => sureness(b) - sureness(a))
    .flatMap((row) => present.get(keyOf(row)) ?? []);
  const page = found.slice(offset, offset + limit).map(viewExample);
  return { total: found.length, examples: page };
}

function parseReport(report: unknown): z.infer<typeof reportSchema> {
  const parsed = reportSchema.safeParse(report);
  if (parsed.success) return parsed.data;
  throw new UserError({
    code: 'output.no_report',
    message: 'This output is no report, so nothing was taken for anything in it.',
  });
}

function sureness({ probabilities, predicted }: z.infer<typeof reportSchema>['rows'][number]) {
  return probabilities[predicted] ?? 0;
}

function keyOf({ sha256, name }: { sha256: string; name: string }): string {
  return `${sha256} ${name}`;
}

function unknownClass(): UserError {
  return new UserError({
    status: 404,
    code: 'class.unknown',
    message: 'This report has no such class.',
  });
}
