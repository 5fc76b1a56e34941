import type { UploadPreview } from '@graft/contracts';
import { CsvError, parse } from 'csv-parse/sync';
import { decodeText, detectEncoding, refuseText } from './decode-text';
import { sniffDelimiter } from './read-csv';
import { readObjects } from './read-json-lines';

const SHOWN_ROWS = 5;
const LOOKED_AT = 64 * 1024;

/** What the start of a file of texts looks like. @throws UserError 422 `csv.*` */
export async function previewTexts(
  start: Uint8Array,
  format: 'csv' | 'jsonl',
): Promise<UploadPreview> {
  const looked = start.subarray(0, LOOKED_AT);
  const encoding = detectEncoding(looked);
  const { columns, rows, delimiter } =
    format === 'csv' ? await previewDelimited(looked) : await previewObjects(looked);
  const find = (name: string) => columns.find((each) => each.toLowerCase() === name);
  const [text, label] = [find('text'), find('label')];
  const suggested = text !== undefined && label !== undefined ? { text, label } : null;
  return { encoding, delimiter, columns, suggested, rows };
}

interface Preview {
  columns: string[];
  rows: string[][];
  delimiter: string | null;
}

async function previewDelimited(start: Uint8Array): Promise<Preview> {
  let text = '';
  for await (const piece of decodeText(once(start))) text += piece;
  const delimiter = sniffDelimiter(text);
  const rows = parseStart(text, delimiter, SHOWN_ROWS + 1);
  const [columns = [], ...others] = rows.map((row) => row.map((cell) => cell.slice(0, 200)));
  return { columns: columns.map((name) => name.trim()), rows: others, delimiter };
}

/**
 * The first rows, fewer where a double quote stays open in what was looked at: it may be closed behind that, and if it is
 * not, the import says in which row.
 */
function parseStart(text: string, delimiter: string, most: number): string[][] {
  try {
    const options = { delimiter, bom: true, relax_column_count: true, relax_quotes: true };
    return parse(text, { ...options, to: most, skip_empty_lines: true });
  } catch (error) {
    const whole = error instanceof CsvError ? Number(error['records']) : 0;
    if (whole > 0 && whole < most) return parseStart(text, delimiter, whole);
    throw refuseText('quote', 'Row 1 opens a double quote that is never closed.', 1);
  }
}

async function previewObjects(start: Uint8Array): Promise<Preview> {
  const last = start.lastIndexOf(0x0a);
  const whole = last > 0 ? start.subarray(0, last) : start;
  const values = [];
  for await (const { value } of readObjects(once(whole))) {
    values.push(value);
    if (values.length === SHOWN_ROWS) break;
  }
  const columns = [...new Set(values.flatMap((value) => Object.keys(value)))].slice(0, 50);
  const show = (value: unknown) =>
    (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 200);
  const rows = values.map((value) => columns.map((name) => show(value[name])));
  return { columns, rows, delimiter: null };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
