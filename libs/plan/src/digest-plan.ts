import { digestJson } from '@graft/graph';
import type { Plan } from './plan';

/**
 * The identity of a plan: SHA-256 of its canonical JSON with the digests of its models in place of the
 * specs, which say as much and are a hundredth as long.
 */
export function digestPlan({ models, ...plan }: Plan): string {
  return digestJson({ ...plan, models: Object.keys(models).sort() });
}
