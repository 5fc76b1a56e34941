import type { EvaluationReport } from './make-report';
import { writeCsvRows } from './write-csv-rows';

/**
 * Every tested example as a row of CSV (RFC 4180): id, name, part, true and predicted label, and the
 * probability of each class.
 */
export function writeReportTable({ labels, rows }: EvaluationReport): string {
  const head = ['id', 'name', 'part', 'label', 'predicted', ...labels.map((name) => `p(${name})`)];
  const body = rows.map(({ sha256, name, part, label, predicted, probabilities }) => [
    ...[sha256, name, part, labels[label] ?? '', labels[predicted] ?? ''],
    ...probabilities,
  ]);
  return writeCsvRows([head, ...body]);
}
