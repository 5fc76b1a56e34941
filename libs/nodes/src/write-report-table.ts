import type { EvaluationReport } from './make-report';

/**
 * Every tested example as a row of CSV (RFC 4180): id, name, part, true and predicted label, and the
 * probability of each class.
 */
export function writeReportTable({ labels, rows }: EvaluationReport): string {
  const head = ['id', 'name', 'part', 'label', 'predicted', ...labels.map((name) => `p(${name})`)];
  const body = rows.map(({ sha256, name, part, label, predicted, probabilities }) => [
    ...[sha256, name, part, labels[label] ?? '', labels[predicted] ?? ''],
    ...probabilities.map(String),
  ]);
  return [head, ...body].map((cells) => `${cells.map(quote).join(',')}\r\n`).join('');
}

/** A leading sign would make a spreadsheet run the text as a formula. */
function quote(text: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
