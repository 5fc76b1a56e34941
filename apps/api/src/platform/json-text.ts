import { UserError } from '@graft/errors';
import { JSON_DEPTH } from '@graft/contracts';

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const LONE_SURROGATE = /\p{Surrogate}/u;
const [QUOTE, BACKSLASH] = [34, 92];
const OPENING = new Set([91, 123]);
const CLOSING = new Set([93, 125]);

/**
 * Parses JSON from outside. Depth is measured before anything recurses.
 * @throws UserError 400 `json.too_deep`, `json.not_json`, `json.forbidden_key` or
 * `json.forbidden_character`
 */
export function parseJsonText(bytes: Uint8Array): unknown {
  const depth = measureDepth(bytes);
  if (depth > JSON_DEPTH) {
    throw refuse(
      'json.too_deep',
      `The JSON is nested ${depth} levels deep; ${JSON_DEPTH} are allowed.`,
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('json.not_json', 'The body is not UTF-8 text.');
  }
  return parse(text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (FORBIDDEN_KEYS.has(key)) {
        throw refuse('json.forbidden_key', `The key "${key}" is not allowed in a body.`);
      }
      if (isStorable(key) && (typeof value !== 'string' || isStorable(value))) return value;
      throw refuse(
        'json.forbidden_character',
        'The body holds a NUL or half a surrogate pair, which no database keeps: remove it.',
      );
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message.slice(0, 200) : 'unreadable';
    throw refuse('json.not_json', `The body is not JSON: ${reason}.`);
  }
}

/** PostgreSQL refuses NUL and lone surrogates, in text and in JSON. */
function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !LONE_SURROGATE.test(text);
}

/** Deepest nesting of arrays and objects, counted without recursion. */
function measureDepth(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (OPENING.has(byte)) deepest = Math.max(deepest, (depth += 1));
    else if (CLOSING.has(byte)) depth -= 1;
  }
  return deepest;
}

function refuse(code: string, message: string): UserError {
  return new UserError({ status: 400, code, message });
}
