import { decodeText, refuseText, TEXT_LIMITS } from './decode-text';
import { DEFAULT_COLUMNS, type CsvRow, type TextColumns } from './read-csv';

const LONGEST_LINE = 1024 ** 2;

/**
 * The objects of a file with one JSON object a line, as rows. The first line is row 1; empty lines
 * are left out.
 * @throws UserError 422 `csv.*` with the number of the line
 */
export async function* readJsonLines(
  bytes: AsyncIterable<Uint8Array>,
  columns: TextColumns = DEFAULT_COLUMNS,
): AsyncGenerator<CsvRow> {
  for await (const { row, value } of readObjects(bytes)) {
    yield { row, text: readField(value, columns.text), label: readField(value, columns.label) };
  }
}

/** Every object with the number of its line. */
export async function* readObjects(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ row: number; value: Readonly<Record<string, unknown>> }> {
  let row = 0;
  for await (const line of splitLines(decodeText(bytes))) {
    row += 1;
    if (row > TEXT_LIMITS.rows) {
      throw refuseText('too_large', `The file has more than ${TEXT_LIMITS.rows} rows: split it.`);
    }
    if (line.length > LONGEST_LINE)
      throw refuseText('too_large', `Row ${row} is larger than 1 MB.`, row);
    if (line.trim() !== '') yield { row, value: parseLine(line, row) };
  }
}

async function* splitLines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    // A line without end is refused by its reader, before it fills the memory.
    if (rest.length > LONGEST_LINE) yield rest;
  }
  yield rest;
}

function parseLine(line: string, row: number): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // The same sentence for both: neither is an object.
  }
  throw refuseText('unreadable', `Row ${row} is not a JSON object.`, row);
}

function readField(value: Readonly<Record<string, unknown>>, name: string): string {
  const field = Object.hasOwn(value, name) ? value[name] : undefined;
  if (typeof field === 'string') return field;
  return typeof field === 'number' || typeof field === 'boolean' ? String(field) : '';
}
