import { z } from 'zod';
import type { ExampleRow } from './dataset-summary';

export const DATASET_FORMAT = 'graft.dataset/1';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

export const elementShapeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('image'),
    height: z.int().nullable(),
    width: z.int().nullable(),
    channels: z.union([z.literal(1), z.literal(3)]),
  }),
  z.strictObject({ kind: z.literal('text') }),
  z.strictObject({ kind: z.literal('vector'), size: z.int().min(1) }),
]);

const baseExample = {
  /** Identity of the example: sha256 of the stored bytes (of the UTF-8 text for texts). */
  sha256: sha256Schema,
  /** Index into `classes`. */
  label: z.int().min(0),
  /** Name in the upload: `animal/1F400.png`, or `row 12`. */
  name: z.string(),
};

/** A picture is a byte range of a pack; a text stands in the manifest itself. */
export const manifestExampleSchema = z.union([
  z.strictObject({
    ...baseExample,
    pack: sha256Schema,
    offset: z.int().min(0),
    length: z.int().min(1),
    /** Perceptual hash: see perceptual-hash.ts. Data sets of before it existed have none. */
    phash: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .optional(),
  }),
  z.strictObject({ ...baseExample, text: z.string() }),
]);

/** The immutable content of one data set version; its digest is the version's identity. */
export const datasetManifestSchema = z.strictObject({
  format: z.literal(DATASET_FORMAT),
  element: elementShapeSchema,
  /** Label space in order. */
  classes: z.array(z.string()),
  examples: z.array(manifestExampleSchema),
});

export type ManifestExample = z.infer<typeof manifestExampleSchema>;
export type DatasetManifest = z.infer<typeof datasetManifestSchema>;

/** An example as recipes see it. */
export function toExampleRow(example: ManifestExample): ExampleRow {
  const { sha256, label, name } = example;
  const phash = 'pack' in example ? example.phash : undefined;
  return { sha256, label, name, ...(phash === undefined ? {} : { phash }) };
}
