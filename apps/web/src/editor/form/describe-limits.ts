import type { Json } from '@graft/graph';
import * as words from '#words/form';
import { formatNumber } from '../../frame/format';
import type { FormField } from './form-model';
import { sayOption } from './say-option';

/** What a field takes and what it is when nobody changes it: "From 1 to 10,000. Default: 20". Empty for nothing to say. */
export function describeLimits(field: Pick<FormField, 'input' | 'fallback' | 'nullable'>): string {
  return [describeRange(field), describeDefault(field)].filter(Boolean).join('. ');
}

function describeRange({ input }: Pick<FormField, 'input'>): string {
  if ('longest' in input)
    return input.longest === null ? '' : words.atMostCharacters(input.longest);
  if (!('min' in input)) return '';
  const { min, max } = input;
  if (min === null && max === null) return '';
  if (max === null) return words.atLeast(formatNumber(min ?? 0));
  if (min === null) return words.atMost(formatNumber(max));
  return words.fromTo(formatNumber(min), formatNumber(max));
}

function describeDefault({
  fallback,
  nullable,
  input,
}: Pick<FormField, 'input' | 'fallback' | 'nullable'>): string {
  const said = sayValue(fallback, input);
  if (said !== '') return words.defaultIs(said);
  return nullable ? words.defaultIs(words.automatic) : '';
}

function sayValue(value: Json, { kind }: FormField['input']): string {
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return value ? words.on : words.off;
  if (typeof value === 'string') return kind === 'select' ? sayOption(value) : value;
  return Array.isArray(value)
    ? value.map((each: Json) => sayValue(each, { kind: 'json' })).join(', ')
    : '';
}
