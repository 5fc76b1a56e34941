import { type Graph, type Json } from '@graft/graph';
import { createSpec, digestSpec, type BaseCard } from '@graft/model';
import { tinyBase, tinyResources } from '@graft/testing';
import { drawTraining } from '@graft/testing/drawings';
import { catalogue } from '../catalogue';
import { codeParts } from './code-catalogue';
import type { CodeLanguage } from '@graft/model';
import { writeCode } from './write-code';

export function write(graph: Graph, language: CodeLanguage, parts = codeParts) {
  const { script, ...rest } = writeCode(graph, language, {
    catalogue,
    resources: tinyResources,
    parts,
  });
  return { ...rest, text: script?.text ?? '' };
}

/** A base with batch normalisation that came trained. */
export function makeNormalised(): BaseCard {
  const { input } = tinyBase.spec;
  const drawn = createSpec(input, [
    {
      name: 'conv',
      class: 'Conv2D',
      config: { filters: 2, kernelSize: [3, 3] },
      block: 'a',
      seed: 1,
    },
    { name: 'norm', class: 'BatchNormalization', block: 'a', seed: 1 },
    { name: 'pool', class: 'GlobalAveragePooling2D', block: 'b', seed: 1 },
  ]);
  const source = { kind: 'blob', digest: '9'.repeat(64), byteOffset: 0, dtype: 'float32' } as const;
  const layers = drawn.layers.map((layer) => ({
    ...layer,
    weights: layer.weights.map((weight) => ({ ...weight, source })),
  }));
  const spec = { ...drawn, layers, featureLayer: 'pool' };
  return { ...tinyBase, ref: 'normalised', digest: digestSpec(spec), spec };
}

/** The tiny training with some parameters, written in both languages. */
export function writeTraining(params: Record<string, Json>) {
  const graph = drawTraining(params).build();
  return { node: write(graph, 'node'), keras: write(graph, 'keras') };
}
