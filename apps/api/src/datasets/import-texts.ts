import { createHash } from 'node:crypto';
import {
  composeContent,
  type ImportedContent,
  type LabelledExample,
  type RejectedFile,
} from './import-content';
import { TEXT_LIMITS } from './decode-text';
import { readCsv, type CsvRow, type TextColumns } from './read-csv';
import { readJsonLines } from './read-json-lines';

/**
 * Imports delimited text, or JSON lines, with text and label. Rows without one of them are listed, the rest is kept.
 * @throws UserError 422 `csv.*`, `dataset.empty`
 */
export async function importTexts(
  bytes: AsyncIterable<Uint8Array>,
  { format = 'csv', columns }: { format?: 'csv' | 'jsonl'; columns?: TextColumns | undefined } = {},
): Promise<ImportedContent> {
  const rejected: RejectedFile[] = [];
  const examples: LabelledExample[] = [];
  const read = format === 'csv' ? readCsv : readJsonLines;
  for await (const row of read(bytes, columns)) {
    const [text, label] = [row.text.trim(), row.label.trim()];
    const reason = findFault(text, label);
    if (reason !== null) rejected.push({ name: nameRow(row), reason });
    else examples.push(toExample(row, text, label));
  }
  return composeContent({ kind: 'text' }, examples, rejected);
}

function findFault(text: string, label: string): string | null {
  if (text === '') return 'the text is empty';
  if (label === '') return 'the label is empty';
  if (text.length > TEXT_LIMITS.text)
    return `the text has more than ${TEXT_LIMITS.text} characters`;
  if (label.length > TEXT_LIMITS.label)
    return `the label has more than ${TEXT_LIMITS.label} characters`;
  return null;
}

function toExample(row: CsvRow, text: string, label: string): LabelledExample {
  const sha256 = createHash('sha256').update(text, 'utf8').digest('hex');
  return { sha256, name: nameRow(row), class: label, text };
}

function nameRow({ row }: CsvRow): string {
  return `row ${row}`;
}
