import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { isChanged, makeForm, readField, type FormField } from './form-model';

const params = z.strictObject({
  rate: z.number().min(1e-7).max(1).default(1e-3),
  dropout: z.number().min(0).lt(1).default(0.2),
  epochs: z.int().min(1).max(1000).default(20),
  steps: z.int().default(1),
  optimiser: z.enum(['adam', 'sgd']).default('adam'),
  keepBest: z.boolean().default(true),
  name: z.string().max(64).default('my-model'),
  notes: z.string().max(4000).default(''),
  data: z.string().default('emoji-objects'),
  classes: z.array(z.string()).default([]),
  hiddenUnits: z.array(z.int().min(1).max(8192)).default([]),
  tags: z.array(z.string()).default([]),
  inputSize: z.int().min(16).max(1024).nullable().default(null),
  schedule: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('a') }),
      z.strictObject({ kind: z.literal('b') }),
    ])
    .default({ kind: 'a' }),
});

const form = makeForm({
  params,
  fields: {
    rate: { title: 'Learning rate', help: 'Size of a step.', widget: 'log-slider' },
    dropout: { title: 'Dropout', help: '', widget: 'slider', advanced: true },
    notes: { title: 'Notes', help: '', widget: 'text-area' },
    data: { title: 'Data set', help: '', widget: 'dataset' },
    classes: { title: 'Classes', help: '', widget: 'classes' },
    epochs: { title: 'Epochs', help: '', unit: 'epochs' },
  },
});

function field(name: string): FormField {
  const found = form.find((each) => each.name === name);
  if (!found) throw new Error(`no field ${name}`);
  return found;
}

describe('makeForm', () => {
  it('keeps every parameter, in order', () => {
    expect(form.map((each) => each.name)).toEqual(Object.keys(params.shape));
  });

  it.each([
    ['rate', { kind: 'log-slider', min: 1e-7, max: 1 }],
    ['dropout', { kind: 'slider', min: 0, max: 1, step: 0.01, whole: false }],
    ['epochs', { kind: 'number', whole: true, min: 1, max: 1000 }],
    ['steps', { kind: 'number', whole: true, min: null, max: null }],
    ['optimiser', { kind: 'select', options: ['adam', 'sgd'] }],
    ['keepBest', { kind: 'switch' }],
    ['name', { kind: 'text', longest: 64 }],
    ['notes', { kind: 'text-area', longest: 4000 }],
    ['data', { kind: 'dataset' }],
    ['classes', { kind: 'classes' }],
    ['hiddenUnits', { kind: 'numbers', whole: true, min: 1, max: 8192 }],
    ['tags', { kind: 'words' }],
    ['inputSize', { kind: 'number', whole: true, min: 16, max: 1024 }],
    ['schedule', { kind: 'json' }],
  ])('gives %s the right widget', (name, input) => {
    expect(field(name).input).toEqual(input);
  });

  it('takes titles, help, units and folding from the hints', () => {
    expect(field('rate')).toMatchObject({ title: 'Learning rate', help: 'Size of a step.' });
    expect(field('dropout').advanced).toBe(true);
    expect(field('epochs').unit).toBe('epochs');
    expect(field('inputSize').nullable).toBe(true);
    expect(field('tags').title).toBe('tags');
  });
});

describe('readField', () => {
  it('shows the default until the person changes it', () => {
    expect(readField(field('epochs'), {})).toBe(20);
    expect(isChanged(field('epochs'), {})).toBe(false);
    expect(readField(field('epochs'), { epochs: 5 })).toBe(5);
    expect(isChanged(field('epochs'), { epochs: 5 })).toBe(true);
    expect(isChanged(field('epochs'), { epochs: 20 })).toBe(false);
  });
});
