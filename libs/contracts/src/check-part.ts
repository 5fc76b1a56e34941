import { UserError } from '@graft/errors';
import type { z } from 'zod';

/** Part of a request: decides the code of a refusal, as in `body.unknown_field`. */
export type RequestPart = 'params' | 'query' | 'body';

interface Finding {
  /** Dotted path of the field; empty for the document itself. */
  field: string;
  message: string;
}

const MOST_SHOWN = 20;

/**
 * Checks one part of a request strictly.
 * @throws UserError 400 `<part>.unknown_field` or `<part>.invalid`; an unknown object id in a path
 * is 404 `not_found`, because no such object can exist.
 */
export function checkPart<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  part: RequestPart,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  if (part === 'params') {
    throw new UserError({ status: 404, code: 'not_found', message: 'There is no such object.' });
  }
  const unknown = result.error.issues.flatMap(listUnknownFields);
  const findings = unknown.length > 0 ? unknown : result.error.issues.map(describeFinding);
  const [first] = findings;
  const where = first?.field ? `${part}, field "${first.field}"` : part;
  throw new UserError({
    status: 400,
    code: unknown.length > 0 ? `${part}.unknown_field` : `${part}.invalid`,
    message: `The ${where}: ${first?.message ?? 'not valid'}.`,
    details: { fields: findings.slice(0, MOST_SHOWN) },
  });
}

function listUnknownFields(issue: z.core.$ZodIssue): Finding[] {
  if (issue.code === 'invalid_union') return issue.errors.flat().flatMap(listUnknownFields);
  if (issue.code !== 'unrecognized_keys') return [];
  return issue.keys.map((key) => ({
    field: shorten([...issue.path, key].map(String).join('.')),
    message: 'there is no such field; remove it',
  }));
}

function describeFinding(issue: z.core.$ZodIssue): Finding {
  return { field: shorten(issue.path.map(String).join('.')), message: issue.message };
}

// Field names come from the request: a refusal is not a way to get a megabyte back.
function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
