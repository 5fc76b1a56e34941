import { UserError } from '@graft/errors';
import { z } from 'zod';
import type { DatasetManifest, ManifestExample } from './dataset-manifest';

/** One example of a data set version: the same picture may stand in it twice, under two names. */
const exampleRefSchema = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().max(1000),
});
const classSchema = z.string().min(1).max(255);
const examplesSchema = z.array(exampleRefSchema).min(1).max(10_000);

/** A change to the examples of a data set; it makes a new version and leaves the old one alone. */
export const datasetChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('relabel'), examples: examplesSchema, class: classSchema }),
  z.strictObject({ kind: z.literal('exclude'), examples: examplesSchema }),
  /** All examples of these classes belong to `into`; of one class: a new name. */
  z.strictObject({
    kind: z.literal('merge-classes'),
    classes: z.array(classSchema).min(1).max(1000),
    into: classSchema,
  }),
]);
export type DatasetChange = z.infer<typeof datasetChangeSchema>;

type Labelled = { readonly example: ManifestExample; readonly class: string };

/**
 * The manifest after some changes, in order. Classes stand in order of their names; one without
 * examples is gone.
 * @throws UserError 422 `dataset.unknown_example`, `dataset.unknown_class`, `dataset.empty`
 */
export function editManifest(
  manifest: DatasetManifest,
  changes: readonly DatasetChange[],
): DatasetManifest {
  const whole = manifest.examples.map((example) => ({
    example,
    class: manifest.classes[example.label] ?? '',
  }));
  const left = changes.reduce<readonly Labelled[]>(applyChange, whole);
  if (left.length === 0) {
    throw new UserError({
      code: 'dataset.empty',
      message: 'These changes leave no example. Keep some.',
    });
  }
  const classes = [...new Set(left.map((each) => each.class))].sort();
  const labels = new Map(classes.map((name, label) => [name, label]));
  return {
    ...manifest,
    classes,
    examples: left.map(({ example, class: name }) => ({
      ...example,
      label: labels.get(name) ?? 0,
    })),
  };
}

function applyChange(labelled: readonly Labelled[], change: DatasetChange): readonly Labelled[] {
  switch (change.kind) {
    case 'relabel': {
      const chosen = chooseExamples(labelled, change.examples);
      return labelled.map((each) =>
        chosen.has(keyOf(each.example)) ? { ...each, class: change.class } : each,
      );
    }
    case 'exclude': {
      const chosen = chooseExamples(labelled, change.examples);
      return labelled.filter(({ example }) => !chosen.has(keyOf(example)));
    }
    case 'merge-classes': {
      const present = new Set(labelled.map((each) => each.class));
      const missing = change.classes.find((name) => !present.has(name));
      if (missing !== undefined) {
        throw new UserError({
          code: 'dataset.unknown_class',
          message: `The data set has no class "${missing}": look at its newest version.`,
        });
      }
      const merged = new Set(change.classes);
      return labelled.map((each) =>
        merged.has(each.class) ? { ...each, class: change.into } : each,
      );
    }
  }
}

function chooseExamples(
  labelled: readonly Labelled[],
  wanted: readonly { sha256: string; name: string }[],
): ReadonlySet<string> {
  const present = new Set(labelled.map(({ example }) => keyOf(example)));
  const missing = wanted.find((each) => !present.has(keyOf(each)));
  if (missing === undefined) return new Set(wanted.map(keyOf));
  throw new UserError({
    code: 'dataset.unknown_example',
    message: `The data set has no example "${missing.name}" of that content: look at its newest version.`,
    details: { name: missing.name },
  });
}

function keyOf({ sha256, name }: { sha256: string; name: string }): string {
  return `${sha256} ${name}`;
}
