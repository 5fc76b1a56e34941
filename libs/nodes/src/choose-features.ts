import { findPenultimate, type LayerSpec, type ModelSpec } from '@graft/model';

/** What a model makes of an example, and its classifier's answers where it has one. */
export interface FeaturePlace {
  readonly layer: string;
  /** The last layer, where that is a classifier. */
  readonly classifier: LayerSpec | null;
}

/** Where the features of a model stand: what its classifier reads, or its output. */
export function chooseFeatures(spec: ModelSpec): FeaturePlace {
  const output = spec.layers.find(({ name }) => name === spec.output);
  const isClassifier = output?.class === 'Dense' && output.config['activation'] === 'softmax';
  if (!isClassifier) return { layer: spec.output, classifier: null };
  return { layer: findPenultimate(spec) ?? spec.output, classifier: output };
}

/** The layer that answers with a model's own classes, where its classifier is still there and was trained. */
export function findSourceAnswers(spec: ModelSpec): string | null {
  const { classifier } = chooseFeatures(spec);
  const drawn = classifier?.weights.some(({ source }) => source.kind === 'initialiser') ?? true;
  return drawn ? null : spec.output;
}

/** One row an example; of a feature map its mean over the picture. */
export function averageMaps(
  values: Float32Array | undefined,
  count: number,
  shape: readonly number[],
): number[][] {
  const channels = shape.at(-1) ?? 1;
  const positions = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  return Array.from({ length: count }, (_, row) => {
    const mean = new Array<number>(channels).fill(0);
    for (let at = 0; at < positions * channels; at++) {
      const value = values?.[row * positions * channels + at] ?? 0;
      mean[at % channels] = (mean[at % channels] ?? 0) + value / positions;
    }
    return mean;
  });
}
