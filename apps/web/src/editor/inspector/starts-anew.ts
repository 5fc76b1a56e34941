import type { LayerSpec } from '@graft/model';

/** True when a layer begins with drawn weights, not with learned ones. */
export function startsAnew({ weights }: LayerSpec): boolean {
  return weights.some(({ source }) => source.kind === 'initialiser');
}
