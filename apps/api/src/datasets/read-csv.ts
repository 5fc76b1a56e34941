import type { UserError } from '@graft/errors';
import { CsvError, parse, type Info } from 'csv-parse';
import { decodeText, refuseText as refuse, TEXT_LIMITS } from './decode-text';

export interface CsvRow {
  /** As a spreadsheet counts: the header is row 1, and an empty row is one. */
  row: number;
  text: string;
  label: string;
}

/** Names of the columns, or fields, that hold text and label. */
export interface TextColumns {
  text: string;
  label: string;
}

export const DEFAULT_COLUMNS: TextColumns = { text: 'text', label: 'label' };
const DELIMITERS = [',', ';', '\t', '|'];

/**
 * The rows of a CSV with the columns `text` and `label`, as they come.
 * @throws UserError 422 `csv.*` with the number of the row
 */
export async function* readCsv(
  bytes: AsyncIterable<Uint8Array>,
  columns: TextColumns = DEFAULT_COLUMNS,
): AsyncGenerator<CsvRow> {
  const lines = decodeText(bytes);
  const first = await lines.next();
  const start = first.done ? '' : first.value;
  let headed = false;
  const parser = parse({
    delimiter: sniffDelimiter(start),
    bom: true,
    info: true,
    skip_empty_lines: true,
    relax_column_count: false,
    max_record_size: 1024 ** 2,
    columns: (header: string[]) => {
      headed = true;
      return checkHeader(header, columns);
    },
  });
  const feeding = feed(parser, start, lines);
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRow>) {
      if (info.records > TEXT_LIMITS.rows) throw tooManyRows();
      yield {
        row: info.records + info.empty_lines + 1,
        text: record[columns.text.toLowerCase()] ?? '',
        label: record[columns.label.toLowerCase()] ?? '',
      };
    }
  } catch (error) {
    throw explain(error, headed);
  } finally {
    parser.destroy();
    await feeding;
  }
}

interface ParsedRow {
  record: Record<string, string | undefined>;
  info: Info;
}

/** Errors of the source go through the parser, so that the reader meets them. */
async function feed(
  parser: ReturnType<typeof parse>,
  start: string,
  rest: AsyncGenerator<string>,
): Promise<void> {
  try {
    if (start !== '') parser.write(start);
    for await (const text of rest) {
      if (parser.destroyed) return;
      if (!parser.write(text)) await drained(parser);
    }
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

function drained(parser: ReturnType<typeof parse>): Promise<void> {
  return new Promise((resolve) => {
    parser.once('drain', resolve);
    parser.once('close', resolve);
  });
}

export function sniffDelimiter(start: string): string {
  const [header = ''] = start.split(/\r?\n/, 1);
  const counted = DELIMITERS.map((each) => ({ each, count: header.split(each).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).each;
}

function checkHeader(header: readonly string[], columns: TextColumns): string[] {
  const names = header.map((name) => name.trim().toLowerCase());
  for (const wanted of [columns.text, columns.label]) {
    if (names.filter((name) => name === wanted.toLowerCase()).length === 1) continue;
    throw refuse(
      'columns',
      `Row 1 names the columns; exactly one must be called "${wanted}". There are: ${header
        .slice(0, 20)
        .map((name) => name.trim().slice(0, 40))
        .join(', ')}.`,
      1,
    );
  }
  return names;
}

function explain(error: unknown, headed: boolean): unknown {
  if (!(error instanceof CsvError)) return error;
  const row = headed ? readRow(error) : 1;
  const at = `Row ${row}`;
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_COLUMNS':
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return refuse(
        'ragged_row',
        `${at} has another number of columns than the header: put texts that hold the delimiter in double quotes.`,
        row,
      );
    case 'CSV_QUOTE_NOT_CLOSED':
      return refuse('quote', `${at} opens a double quote that is never closed.`, row);
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return refuse(
        'quote',
        `${at} has a double quote in a wrong place: write it twice inside a quoted text.`,
        row,
      );
    case 'CSV_MAX_RECORD_SIZE':
      return refuse('too_large', `${at} is larger than 1 MB.`, row);
    default:
      return refuse('unreadable', `${at} cannot be read.`, row);
  }
}

// Records and empty rows before this one, the header and itself.
function readRow(error: CsvError): number {
  const { records, empty_lines: empty } = error;
  return typeof records === 'number' ? records + (typeof empty === 'number' ? empty : 0) + 2 : 1;
}

function tooManyRows(): UserError {
  return refuse('too_large', `The CSV has more than ${TEXT_LIMITS.rows} rows: split it.`);
}
