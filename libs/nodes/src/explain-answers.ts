import { buildModel, gradCam } from '@graft/ml';
import { findLastMap, requireLayer, suffixOf, type ModelSpec } from '@graft/model';
import type { StepContext } from './define-step';

/** Where in a picture lies what spoke for a label (Grad-CAM), as a coarse grid over the whole picture. */
export interface Evidence {
  readonly label: string;
  readonly height: number;
  readonly width: number;
  /** Row by row, 0 to 1 in steps of a thousandth; all 0 where nothing spoke for the label. */
  readonly values: readonly number[];
}

/** Explains answers of one model. */
export interface Explainer {
  /** The layer whose values it needs of each picture. */
  readonly layer: string;
  /** One grid for each label, from the values of one picture. */
  explain(values: Float32Array, labels: readonly string[]): Evidence[];
  dispose(): void;
}

/** Null for a model whose answers no feature map explains. */
export async function openExplainer(
  context: StepContext,
  spec: ModelSpec,
): Promise<Explainer | null> {
  const layer = findLastMap(spec);
  if (layer === null || spec.labels === null) return null;
  const { tf } = await context.tensorflow();
  const { layers } = suffixOf(spec, [layer]);
  const weights = await context.loadWeights(layers.flatMap((each) => each.weights));
  const part = buildModel(tf, spec, weights, { inputs: [layer] });
  const shape = requireLayer(spec, layer).outputShape;
  const places = new Map(spec.labels.map((label, index) => [label, index]));
  return {
    layer,
    explain(maps, labels) {
      const asked = labels.map((label) => places.get(label) ?? 0);
      const found = gradCam(tf, { part, layer, output: spec.output, shape, maps }, asked);
      return found.map(({ height, width, values }, index) => ({
        ...{ label: labels[index] ?? '', height, width },
        values: Array.from(values, (value) => Math.round(value * 1000) / 1000),
      }));
    },
    dispose: () => part.dispose(),
  };
}
