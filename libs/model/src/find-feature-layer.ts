import type { ModelSpec } from './model-spec';
import { listCutPoints } from './surgery/list-cut-points';

const FEATURE_CLASSES = [
  ['GlobalAveragePooling2D', 'GlobalMaxPooling2D', 'MaskedAveragePooling1D', 'GlobalMaxPooling1D'],
  ['Flatten'],
] as const;

/** Where a head attaches by default: the last global pooling, or else the last flatten layer. */
export function findFeatureLayer(spec: Pick<ModelSpec, 'layers'>): string | null {
  const cutPoints = new Set(listCutPoints(spec));
  const candidates = spec.layers.filter((layer) => cutPoints.has(layer.name));
  for (const classes of FEATURE_CLASSES) {
    const last = candidates.findLast((layer) => classes.some((name) => name === layer.class));
    if (last) return last.name;
  }
  return null;
}
