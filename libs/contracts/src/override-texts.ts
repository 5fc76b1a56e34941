import type { Json } from '@graft/graph';

/** `node.param` -> value as the texts `node.param=value` that @graft/plan applies. */
export function toOverrideTexts(overrides: Readonly<Record<string, Json>>): string[] {
  return Object.entries(overrides).map(
    ([place, value]) => `${place}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
}
