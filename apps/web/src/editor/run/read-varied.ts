import { describeZodError, type AnyNodeDefinition, type Json } from '@graft/graph';
import type { z } from 'zod';
import { MARKS, rewriteNumbers, type NumberMarks } from '../../words/numbers';
import type { FieldInput } from '../form/form-model';
import { parseTyped } from '../form/log-scale';

/** What separates the numbers of a list: where decimals have a comma, a semicolon. */
export function markOfLists({ decimal }: NumberMarks = MARKS): ',' | ';' {
  return decimal === ',' ? ';' : ',';
}

/** The numbers of a list as a person types it; what is none is left out. */
export function readNumbers(text: string, whole: boolean, marks: NumberMarks = MARKS): number[] {
  return text.split(markOfLists(marks)).flatMap((part) => {
    const typed = parseTyped(part, marks);
    if (typed === null) return [];
    return [whole ? Math.round(typed) : typed];
  });
}

/** What stands in a field of values and was not yet taken over with Enter. */
export function readTyped(input: FieldInput, text: string): Json[] {
  switch (input.kind) {
    case 'number':
    case 'slider':
      return readNumbers(text, input.whole);
    case 'log-slider':
      return readNumbers(text, false);
    case 'text':
      return text.trim() === '' ? [] : [text.trim()];
    default:
      return [];
  }
}

/** Each value once, in its order. */
export function keepDistinct(values: readonly Json[]): Json[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** The first value that a parameter does not take, and why in words: "must be at least 1". */
export function findRefused(
  { params }: Pick<AnyNodeDefinition, 'params'>,
  name: string,
  values: readonly Json[],
): { readonly value: Json; readonly reason: string } | undefined {
  const shape = params.shape as Readonly<Record<string, z.ZodType | undefined>>;
  for (const value of values) {
    const error = shape[name]?.safeParse(value).error;
    const [problem] = error === undefined ? [] : describeZodError(error);
    if (problem) return { value, reason: rewriteNumbers(problem.reason) };
  }
  return undefined;
}
