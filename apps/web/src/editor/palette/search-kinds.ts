import { NODE_GROUPS, type AnyNodeDefinition, type Catalogue, type NodeGroup } from '@graft/graph';

export interface PaletteGroup {
  readonly group: NodeGroup;
  readonly definitions: readonly AnyNodeDefinition[];
}

/** Kinds that match every word of a search, the best first: title before kind before summary. */
export function searchKinds(catalogue: Catalogue, query: string): AnyNodeDefinition[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = [...catalogue.values()].map((definition) => ({
    definition,
    score: Math.min(...words.map((word) => scoreWord(definition, word)), 4),
  }));
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ definition }) => definition);
}

function scoreWord({ title, kind, summary }: AnyNodeDefinition, word: string): number {
  if (title.toLowerCase().startsWith(word)) return 4;
  if (title.toLowerCase().includes(word)) return 3;
  if (kind.includes(word)) return 2;
  return summary.toLowerCase().includes(word) ? 1 : 0;
}

/** Kinds by group in the order of the catalogue; empty groups are left out. */
export function groupKinds(definitions: readonly AnyNodeDefinition[]): PaletteGroup[] {
  return NODE_GROUPS.map((group) => ({
    group,
    definitions: definitions.filter((each) => each.group === group),
  })).filter((each) => each.definitions.length > 0);
}
