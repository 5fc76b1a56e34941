import type { ModelSpec } from './model-spec';

const DIGEST = /^[0-9a-f]{64}$/;

/** Digests of all blobs that running a model needs, each once: weights, vocabulary, references. */
export function listModelBlobs({ layers, input, familiarity }: ModelSpec): string[] {
  const weights = layers.flatMap((layer) => layer.weights);
  if (familiarity !== undefined) weights.push(familiarity.references);
  const blobs = weights.flatMap(({ source }) => (source.kind === 'blob' ? [source.digest] : []));
  if (input.kind === 'tokens' && DIGEST.test(input.vocabulary)) blobs.push(input.vocabulary);
  return [...new Set(blobs)];
}
