import { modelSpecSchema, type BaseCard } from '@graft/model';
import { z } from 'zod';

const baseCardSchema = z.object({
  ref: z.string(),
  name: z.string(),
  digest: z.string(),
  spec: modelSpecSchema,
  licence: z.string(),
  origin: z.enum(['bundled', 'registered', 'imported']).optional(),
});

/** A base model with its layers, which the editor needs to work out what comes out of each node. */
export async function readBase(
  ref: string,
  token: string | null,
  signal?: AbortSignal,
): Promise<BaseCard> {
  const response = await fetch(`/api/v1/bases/${encodeURIComponent(ref)}`, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw new Error(`The base model "${ref}" could not be read.`);
  const { origin, ...card } = baseCardSchema.parse(await response.json());
  return origin === undefined ? card : { ...card, origin };
}

const examplesSchema = z.object({
  total: z.int(),
  examples: z.array(
    z.object({
      sha256: z.string(),
      label: z.int(),
      name: z.string(),
      text: z.string().nullable(),
    }),
  ),
});

export type ExamplePage = z.infer<typeof examplesSchema>;

interface ExamplesWanted {
  readonly datasetId: string;
  /** Only of this class; null for all. */
  readonly chosen: string | null;
  readonly offset: number;
  readonly limit: number;
}

/** Some examples of a data set, in its order. */
export async function readExamples(
  { datasetId, chosen, offset, limit }: ExamplesWanted,
  token: string | null,
  signal: AbortSignal,
): Promise<ExamplePage> {
  const query = new URLSearchParams({ offset: String(offset), limit: String(limit) });
  if (chosen !== null) query.set('class', chosen);
  const response = await fetch(
    `/api/v1/datasets/${encodeURIComponent(datasetId)}/examples?${query.toString()}`,
    { headers: token === null ? {} : { authorization: `Bearer ${token}` }, signal },
  );
  if (!response.ok) throw new Error('The examples of this data set could not be read.');
  return examplesSchema.parse(await response.json());
}

const suggestionsSchema = z.object({
  examples: z.array(z.object({ datasetId: z.string(), sha256: z.string(), name: z.string() })),
});

/** A picture to try a model on. */
export interface Suggestion {
  readonly dataset: string;
  readonly sha256: string;
  readonly name: string;
}

/** Pictures that a version of a model has not learned from. */
export async function readSuggestions(
  model: string,
  version: number,
  token: string | null,
  signal: AbortSignal,
): Promise<Suggestion[]> {
  const response = await fetch(
    `/api/v1/models/${encodeURIComponent(model)}/suggestions?version=${version}&limit=12`,
    { headers: token === null ? {} : { authorization: `Bearer ${token}` }, signal },
  );
  if (!response.ok) throw new Error('There are no pictures to try.');
  const { examples } = suggestionsSchema.parse(await response.json());
  return examples.map(({ datasetId, sha256, name }) => ({ dataset: datasetId, sha256, name }));
}

/** The stored bytes of one example. */
export async function readExampleBytes(
  dataset: string,
  sha256: string,
  token: string | null,
  signal?: AbortSignal,
): Promise<Blob> {
  const path = `/api/v1/datasets/${encodeURIComponent(dataset)}/examples/${sha256}`;
  const response = await fetch(path, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw new Error(`The example ${sha256.slice(0, 8)} could not be read.`);
  return response.blob();
}
