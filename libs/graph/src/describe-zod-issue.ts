import type { z } from 'zod';

/** One thing that is wrong with one field, in words. */
export interface FieldProblem {
  /** Keys and indexes from the root to the field. */
  path: readonly (string | number)[];
  kind: 'unknown-field' | 'missing-field' | 'out-of-range' | 'invalid-field';
  /** What is wrong and what would be right: "must be at least 1". */
  reason: string;
}

/** Turns the errors of a zod schema into one problem per field, in plain words. */
export function describeZodError(error: z.ZodError): FieldProblem[] {
  return error.issues.flatMap((issue): FieldProblem[] => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...path, key],
        kind: 'unknown-field',
        reason: 'is not a known field. Remove it',
      }));
    }
    return [{ path, ...describeOne(issue) }];
  });
}

function describeOne(issue: z.core.$ZodIssue): Omit<FieldProblem, 'path'> {
  switch (issue.code) {
    case 'too_big':
      return {
        kind: 'out-of-range',
        reason: describeBound('at most', 'below', issue.maximum, issue),
      };
    case 'too_small':
      return {
        kind: 'out-of-range',
        reason: describeBound('at least', 'above', issue.minimum, issue),
      };
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? { kind: 'missing-field', reason: `is missing; it must be ${withArticle(issue.expected)}` }
        : { kind: 'invalid-field', reason: `must be ${withArticle(issue.expected)}` };
    case 'invalid_value':
      return { kind: 'invalid-field', reason: `must be ${listValues(issue.values)}` };
    case 'not_multiple_of':
      return { kind: 'out-of-range', reason: `must be a multiple of ${issue.divisor}` };
    case 'invalid_union':
      return { kind: 'invalid-field', reason: 'has none of the forms that are allowed' };
    default:
      return { kind: 'invalid-field', reason: `is wrong: ${issue.message}` };
  }
}

function describeBound(
  inclusive: string,
  exclusive: string,
  bound: number | bigint,
  issue: { inclusive?: boolean | undefined; origin: string },
): string {
  const limit = `${issue.inclusive === false ? exclusive : inclusive} ${bound}`;
  if (issue.origin === 'string') return `must have ${limit} characters`;
  if (issue.origin === 'array') return `must have ${limit} entries`;
  return `must be ${limit}`;
}

function withArticle(type: string): string {
  if (type === 'int') return 'a whole number';
  if (type === 'array') return 'a list';
  if (type === 'string') return 'a text';
  if (type === 'boolean') return 'true or false';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function listValues(values: readonly unknown[]): string {
  const shown = values
    .slice(0, 20)
    .map((value) => (typeof value === 'string' ? `"${value}"` : String(value)));
  return shown.length > 1 ? `one of ${shown.join(', ')}` : (shown[0] ?? 'nothing');
}
