import { createSpec, type LayerDraft } from '../build-spec';
import type { InputSpec, ModelSpec } from '../model-spec';

type FlatInput = Extract<InputSpec, { kind: 'vector' | 'image' }>;

/**
 * A multi-layer perceptron without classifier: hidden dense layers with ReLU, each its own block;
 * pictures are flattened first. The last hidden layer is the feature layer.
 */
export function buildMlp(
  input: FlatInput,
  hiddenUnits: readonly number[],
  seed: number,
): ModelSpec {
  const flatten: LayerDraft[] =
    input.kind === 'image' ? [{ name: 'flatten', class: 'Flatten', block: 'flatten', seed }] : [];
  const hidden = hiddenUnits.map((units, index): LayerDraft => ({
    name: `dense${index + 1}`,
    class: 'Dense',
    config: { units, activation: 'relu' },
    block: `dense${index + 1}`,
    seed,
  }));
  const spec = createSpec(input, [...flatten, ...hidden]);
  return { ...spec, featureLayer: spec.output === 'input' ? null : spec.output };
}
