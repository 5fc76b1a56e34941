import { UserError } from '@graft/errors';
import { CsvError, parse, type Info } from 'csv-parse';

export interface CsvRow {
  /** As a spreadsheet counts: the header is row 1. */
  row: number;
  text: string;
  label: string;
}

export const CSV_LIMITS = {
  bytes: 128 * 1024 ** 2,
  rows: 1_000_000,
  text: 20_000,
  label: 100,
} as const;

const DELIMITERS = [',', ';', '\t'];

/**
 * The rows of a CSV with the columns `text` and `label`, as they come.
 * @throws UserError 422 `csv.*` with the number of the row
 */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const lines = decode(bytes);
  const first = await lines.next();
  const start = first.done ? '' : first.value;
  const parser = parse({
    delimiter: sniffDelimiter(start),
    bom: true,
    info: true,
    skip_empty_lines: true,
    relax_column_count: false,
    max_record_size: 1024 ** 2,
    columns: (header: string[]) => checkHeader(header),
  });
  const feeding = feed(parser, start, lines);
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRow>) {
      if (info.records > CSV_LIMITS.rows) throw tooManyRows();
      yield { row: info.records + 1, text: record.text ?? '', label: record.label ?? '' };
    }
  } catch (error) {
    throw explain(error);
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

/** UTF-8 text without NUL; the first piece holds at least the first line or 64 kB. */
async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let size = 0;
  let held = '';
  let begun = false;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > CSV_LIMITS.bytes)
      throw refuse('too_large', 'The CSV is larger than 128 MB: split it.');
    held += decodeChunk(decoder, chunk);
    if (!begun && !/[\r\n]/.test(held) && held.length < 65_536) continue;
    begun = true;
    yield held;
    held = '';
  }
  yield held + decodeChunk(decoder, null);
}

function decodeChunk(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | null): string {
  let text: string;
  try {
    text = chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw refuse('not_utf8', 'The CSV is not UTF-8 text: save it as "CSV UTF-8".');
  }
  if (!text.includes('\0')) return text;
  throw refuse(
    'nul',
    'The CSV holds NUL characters, so it is not plain text: save it as "CSV UTF-8".',
  );
}

function sniffDelimiter(start: string): string {
  const [header = ''] = start.split(/\r?\n/, 1);
  const counted = DELIMITERS.map((each) => ({ each, count: header.split(each).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).each;
}

function checkHeader(header: readonly string[]): string[] {
  const names = header.map((name) => name.trim().toLowerCase());
  for (const wanted of ['text', 'label']) {
    if (names.filter((name) => name === wanted).length === 1) continue;
    throw refuse('columns', `Row 1 names the columns; exactly one must be called "${wanted}".`, 1);
  }
  return names;
}

function explain(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const row = readRow(error);
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

// Records before this one, the header and itself.
function readRow(error: CsvError): number {
  const records = (error as unknown as { records?: unknown }).records;
  return typeof records === 'number' ? records + 2 : 1;
}

function tooManyRows(): UserError {
  return refuse('too_large', `The CSV has more than ${CSV_LIMITS.rows} rows: split it.`);
}

function refuse(code: string, message: string, row?: number): UserError {
  return new UserError({
    code: `csv.${code}`,
    message,
    ...(row === undefined ? {} : { details: { row } }),
  });
}
