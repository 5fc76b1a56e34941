import { UserError } from '@graft/errors';

/** Turns texts into rows of word numbers. */
export interface Tokeniser {
  /** How many words it knows. */
  readonly words: number;
  /**
   * The known words of a text in their order, from 1 on, cut off or filled with 0 to `length`. Unknown
   * words leave no gap: they say nothing, and would only shorten what is read.
   */
  encode(text: string, length: number): Int32Array;
  /** Whether a text has at least one known word. */
  knows(text: string): boolean;
}

/**
 * A tokeniser for a list of words, the file that lies beside word vectors: word n of the list is
 * token n + 1.
 *
 * @throws UserError `vocabulary.unreadable`
 */
export function createTokeniser(vocabulary: Uint8Array): Tokeniser {
  const list = readWords(vocabulary);
  const numbers = new Map(list.map((word, index) => [word, index + 1]));
  return {
    words: list.length,
    encode(text, length) {
      const known = splitWords(text).flatMap((word) => numbers.get(word) ?? []);
      const row = new Int32Array(length);
      row.set(known.slice(0, length));
      return row;
    },
    knows: (text) => splitWords(text).some((word) => numbers.has(word)),
  };
}

/** Runs of letters and digits, in lower case, compatibility forms made plain (NFKC). */
export function splitWords(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

function readWords(bytes: Uint8Array): string[] {
  const parsed = parse(bytes);
  if (Array.isArray(parsed) && parsed.length > 0 && parsed.every(isText)) return parsed;
  throw new UserError({
    code: 'vocabulary.unreadable',
    message:
      'The list of words of this model is damaged. Restore the data folder from a backup, or register the model again.',
  });
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
