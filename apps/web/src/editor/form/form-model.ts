import type { AnyNodeDefinition, FieldHint, Json, JsonObject } from '@graft/graph';
import { z } from 'zod';

/** What a field of a form takes; each has one widget. */
export type FieldInput =
  | { kind: 'switch' }
  | { kind: 'select'; options: readonly string[] }
  | { kind: 'number'; whole: boolean; min: number | null; max: number | null }
  | { kind: 'slider'; min: number; max: number; step: number; whole: boolean }
  | { kind: 'log-slider'; min: number; max: number }
  | { kind: 'text'; longest: number | null }
  | { kind: 'text-area'; longest: number | null }
  | { kind: 'dataset' }
  | { kind: 'base' }
  | { kind: 'layer' }
  | { kind: 'classes' }
  | { kind: 'words' }
  | { kind: 'numbers'; whole: boolean; min: number | null; max: number | null }
  /** Nothing here fits: the value is edited as JSON. */
  | { kind: 'json' };

export interface FormField {
  /** Name of the parameter. */
  readonly name: string;
  readonly title: string;
  readonly help: string;
  readonly advanced: boolean;
  readonly unit: string | null;
  /** May be empty, which means "decide for me". */
  readonly nullable: boolean;
  readonly fallback: Json;
  /** What else is set when a person chooses a value, so that it counts. */
  readonly alongside: JsonObject;
  readonly input: FieldInput;
}

/** The part of JSON Schema that node parameters use. */
interface Schema {
  type?: string;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  maxLength?: number;
  items?: Schema;
  anyOf?: Schema[];
  default?: Json;
}

const made = new WeakMap<z.ZodObject, readonly FormField[]>();

/** The form of a node kind, from its parameters and their hints. The zod schema is the only truth. */
export function makeForm(
  definition: Pick<AnyNodeDefinition, 'params' | 'fields'>,
): readonly FormField[] {
  const known = made.get(definition.params);
  if (known) return known;
  const schema = z.toJSONSchema(definition.params, { io: 'input', unrepresentable: 'any' });
  const properties = (schema.properties ?? {}) as Record<string, Schema>;
  const fields = Object.entries(properties).map(([name, property]) =>
    makeField(name, property, definition.fields[name]),
  );
  made.set(definition.params, fields);
  return fields;
}

function makeField(name: string, property: Schema, hint: FieldHint | undefined): FormField {
  const { schema, nullable } = unwrapNull(property);
  return {
    name,
    title: hint?.title ?? name,
    help: hint?.help ?? '',
    advanced: hint?.advanced ?? false,
    unit: hint?.unit ?? null,
    nullable,
    fallback: property.default ?? null,
    alongside: hint?.alongside ?? {},
    input: chooseInput(schema, hint?.widget),
  };
}

function unwrapNull(property: Schema): { schema: Schema; nullable: boolean } {
  const others = property.anyOf?.filter((each) => each.type !== 'null');
  const [only] = others ?? [];
  if (others?.length !== 1 || only === undefined || property.anyOf?.length !== 2) {
    return { schema: property, nullable: false };
  }
  return { schema: only, nullable: true };
}

function chooseInput(schema: Schema, widget: FieldHint['widget']): FieldInput {
  if (schema.type === 'boolean') return { kind: 'switch' };
  if (schema.enum) return { kind: 'select', options: schema.enum.map(String) };
  if (schema.type === 'number' || schema.type === 'integer') return chooseNumber(schema, widget);
  if (schema.type === 'string') return chooseText(schema, widget);
  if (schema.type === 'array') return chooseList(schema, widget);
  return { kind: 'json' };
}

function chooseNumber(schema: Schema, widget: FieldHint['widget']): FieldInput {
  const { min, max } = readRange(schema);
  const whole = schema.type === 'integer';
  if (min === null || max === null) return { kind: 'number', whole, min, max };
  if (widget === 'log-slider' && min > 0) return { kind: 'log-slider', min, max };
  if (widget === 'slider') {
    return { kind: 'slider', min, max, whole, step: whole ? 1 : chooseStep(max - min) };
  }
  return { kind: 'number', whole, min, max };
}

/** About a hundred steps over the range, on round numbers. */
function chooseStep(range: number): number {
  return 10 ** Math.floor(Math.log10(range / 50));
}

function readRange(schema: Schema): { min: number | null; max: number | null } {
  const min = schema.minimum ?? schema.exclusiveMinimum ?? null;
  const max = schema.maximum ?? schema.exclusiveMaximum ?? null;
  // zod writes the range of safe integers into every whole number.
  const bounded = (limit: number | null) =>
    limit === null || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? null : limit;
  return { min: bounded(min), max: bounded(max) };
}

function chooseText(schema: Schema, widget: FieldHint['widget']): FieldInput {
  const longest = schema.maxLength ?? null;
  if (widget === 'dataset' || widget === 'base' || widget === 'layer') return { kind: widget };
  return { kind: widget === 'text-area' ? 'text-area' : 'text', longest };
}

function chooseList(schema: Schema, widget: FieldHint['widget']): FieldInput {
  const item = schema.items ?? {};
  if (widget === 'classes') return { kind: 'classes' };
  if (item.type === 'string') return { kind: 'words' };
  if (item.type === 'integer' || item.type === 'number') {
    return { kind: 'numbers', whole: item.type === 'integer', ...readRange(item) };
  }
  return { kind: 'json' };
}

/** The value that a field shows: the node's own, or the default. */
export function readField(field: FormField, params: Readonly<Record<string, Json>>): Json {
  const own = Object.hasOwn(params, field.name) ? params[field.name] : undefined;
  return own === undefined ? field.fallback : own;
}

/** The parameters that a choice in a field sets. */
export function chooseValue(field: FormField, value: Json): JsonObject {
  return { [field.name]: value, ...(value === field.fallback ? {} : field.alongside) };
}

/** True when the person changed it. */
export function isChanged(field: FormField, params: Readonly<Record<string, Json>>): boolean {
  return JSON.stringify(readField(field, params)) !== JSON.stringify(field.fallback);
}
