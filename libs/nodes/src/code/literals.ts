import type { CodeLanguage } from '@graft/model';

const WIDTH = 96;
/** What would end a comment's line: line ends of both languages, and control characters. */
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;

/** A value as the language writes it: numbers, texts, lists, records. */
export function literal(language: CodeLanguage, value: unknown): string {
  if (value instanceof Set) return writeSet(language, [...(value as Set<unknown>)]);
  if (language === 'node') return writeNode(value);
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map((each) => literal(language, each)).join(', ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value);
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}: ${literal(language, each)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
}

function writeSet(language: CodeLanguage, values: readonly unknown[]): string {
  const list = literal(language, values);
  if (language === 'node') return `new Set(${list})`;
  return values.length === 0 ? 'set()' : `{${list.slice(1, -1)}}`;
}

function writeNode(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(writeNode).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    return `{ ${entries.map(([key, each]) => `${nameKey(key)}: ${writeNode(each)}`).join(', ')} }`;
  }
  return JSON.stringify(value);
}

/** Single quotes, as JavaScript is mostly written, where the text has none itself. */
function quote(text: string): string {
  const json = JSON.stringify(text);
  return /['"\\]/.test(text) || json.length !== text.length + 2 ? json : `'${text}'`;
}

function nameKey(key: string): string {
  // `__proto__: x` would set the prototype; computed, it is a key like any other.
  if (key === '__proto__') return "['__proto__']";
  return /^[A-Za-z_]\w*$/.test(key) ? key : quote(key);
}

/** Arguments by name: of a call in Python, of the one record in JavaScript. */
export function writeArguments(language: CodeLanguage, values: Record<string, unknown>): string {
  if (language === 'node') {
    return Object.keys(values).length === 0 ? '' : writeNode(values);
  }
  return Object.entries(values)
    .map(([key, value]) => `${key}=${literal(language, value)}`)
    .join(', ');
}

/** A word of a command line, quoted where a shell would take it apart. */
export function quoteWord(word: string): string {
  return /^[\w.@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A comment of one line, word for word but for what would end it. */
export function commentLine(language: CodeLanguage, text: string): string {
  return `${language === 'node' ? '//' : '#'} ${text.replace(BREAKS, ' ')}`.trimEnd();
}

/** A comment, however long the text: broken between words, and never anything but a comment. */
export function comment(language: CodeLanguage, text: string): string[] {
  const sign = language === 'node' ? '//' : '#';
  const lines: string[] = [];
  for (const word of text.replace(BREAKS, ' ').split(' ').filter(Boolean)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= WIDTH) lines.push(`${sign} ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
