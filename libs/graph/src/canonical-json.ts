import { UnexpectedError } from '@graft/errors';

const MAX_DEPTH = 64;

/**
 * The one text of a JSON value: keys sorted by UTF-16 code unit, no white space, numbers as
 * ECMAScript prints them (the number and key rules of RFC 8785). Equal values have equal texts.
 *
 * Throws UnexpectedError (`json.not_canonical`) for what JSON can't say exactly: NaN, infinities,
 * undefined, functions, class instances, and anything nested deeper than 64 levels.
 */
export function canonicalise(value: unknown): string {
  return write(value, '$', 0);
}

function write(value: unknown, at: string, depth: number): string {
  if (depth > MAX_DEPTH) throw refuse(at, `is nested deeper than ${MAX_DEPTH} levels`);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number') return writeNumber(value, at);
  if (Array.isArray(value)) {
    const items = Array.from(value, (item, index) => write(item, `${at}.${index}`, depth + 1));
    return `[${items.join(',')}]`;
  }
  if (typeof value === 'object' && isPlain(value)) return writeObject(value, at, depth);
  throw refuse(at, `is ${value === undefined ? 'undefined' : `a ${typeof value}`}`);
}

function writeNumber(value: number, at: string): string {
  if (!Number.isFinite(value)) throw refuse(at, `is ${value}`);
  return JSON.stringify(value);
}

function writeObject(value: object, at: string, depth: number): string {
  const fields = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, field]) => `${JSON.stringify(key)}:${write(field, `${at}.${key}`, depth + 1)}`);
  return `{${fields.join(',')}}`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // A plain object of another realm (a test sandbox) has a prototype whose own prototype is null.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function refuse(at: string, what: string): UnexpectedError {
  return new UnexpectedError({
    code: 'json.not_canonical',
    message: `The value at ${at} ${what}, so it has no canonical JSON.`,
  });
}
