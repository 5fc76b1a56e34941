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
  const text = write(value, 0);
  if (text !== null) return text;
  const [at, what] = findObstacle(value, '$', 0) ?? ['$', 'has no text'];
  throw refuse(at, what);
}

/**
 * Null where there is no such text. Whole plans are written, at every look at a pipeline: so nothing here keeps
 * track of places, which only refusals name.
 */
function write(value: unknown, depth: number): string | null {
  if (depth > MAX_DEPTH) return null;
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : null;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return writeArray(value, depth);
      return isPlain(value) ? writeObject(value as Record<string, unknown>, depth) : null;
    default:
      return null;
  }
}

function writeArray(values: readonly unknown[], depth: number): string | null {
  let text = '[';
  for (let index = 0; index < values.length; index += 1) {
    const item = write(values[index], depth + 1);
    if (item === null) return null;
    text += index === 0 ? item : `,${item}`;
  }
  return `${text}]`;
}

function writeObject(value: Record<string, unknown>, depth: number): string | null {
  let text = '{';
  for (const key of listSorted(value)) {
    const field = write(value[key], depth + 1);
    if (field === null) return null;
    text += (text.length === 1 ? '' : ',') + begin(key) + field;
  }
  return `${text}}`;
}

/** Most objects have their keys in order, and sorting costs more than looking. */
function listSorted(value: Record<string, unknown>): string[] {
  const keys = Object.keys(value);
  for (let at = 1; at < keys.length; at += 1) {
    if ((keys[at - 1] ?? '') > (keys[at] ?? '')) return keys.sort();
  }
  return keys;
}

const MOST_BEGINNINGS = 1000;
const beginnings = new Map<string, string>();

/** A key in quotes with its colon: the same few hundred occur again and again. */
function begin(key: string): string {
  const known = beginnings.get(key);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(key)}:`;
  if (beginnings.size < MOST_BEGINNINGS) beginnings.set(key, text);
  return text;
}

/** The first place that has no text, and what stands there. */
function findObstacle(value: unknown, at: string, depth: number): [string, string] | null {
  if (depth > MAX_DEPTH) return [at, `is nested deeper than ${MAX_DEPTH} levels`];
  if (typeof value === 'number') return Number.isFinite(value) ? null : [at, `is ${value}`];
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return null;
  if (typeof value !== 'object') {
    return [at, value === undefined ? 'is undefined' : `is a ${typeof value}`];
  }
  if (!Array.isArray(value) && !isPlain(value)) return [at, 'is a object'];
  for (const [key, item] of listItems(value)) {
    const found = findObstacle(item, `${at}.${key}`, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** Holes of an array too. */
function listItems(value: object): [string, unknown][] {
  if (!Array.isArray(value)) return Object.entries(value);
  return Array.from(value, (item: unknown, index): [string, unknown] => [String(index), item]);
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
