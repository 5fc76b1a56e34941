import type { Catalogue, Graph, Issue, Json } from '@graft/graph';

/** More settings than this make the best one's luck larger than what is learned from them. */
export const MAX_VALUES = 32;
export const MAX_REPEATS = 10;
const MAX_TRAININGS = 96;

/** Which settings of a graph are tried. */
export interface Variation {
  /** `node.param`; null varies nothing and only repeats. */
  readonly field: string | null;
  readonly values: readonly Json[];
  /** How often each is tried, with another split and other random numbers. */
  readonly repeats: number;
}

/** One training of a variation, by what it changes in the graph. */
export interface VariedRun {
  readonly value: Json;
  /** From 0 on; 0 has the seeds of the graph itself. */
  readonly repeat: number;
  readonly overrides: Readonly<Record<string, Json>>;
}

/**
 * Every value with every repeat. A repeat adds its number to every seed in the graph, so that split,
 * first weights and order differ, and the n-th repeats of two values have the same examples.
 */
export function listVariations(
  graph: Graph,
  { field, values, repeats }: Variation,
  catalogue: Catalogue,
): { runs: readonly VariedRun[] } | { issue: Issue } {
  const settings: readonly Json[] = field === null ? [null] : distinct(values);
  if (settings.length * repeats < 2)
    return { issue: refuse('Give at least two values, or two repeats.') };
  if (settings.length > MAX_VALUES || settings.length * repeats > MAX_TRAININGS) {
    const asked = `${settings.length} values in ${repeats} repeats`;
    return {
      issue: refuse(
        `${asked} are too many: at most ${MAX_VALUES} values and ${MAX_TRAININGS} trainings in all.`,
      ),
    };
  }
  const seeds = readSeeds(graph, catalogue);
  return {
    runs: settings.flatMap((value) =>
      Array.from({ length: repeats }, (_, repeat): VariedRun => {
        const shifted = repeat === 0 ? [] : seeds;
        const overrides: Record<string, Json> = {};
        for (const [place, seed] of shifted) overrides[place] = seed + repeat;
        if (field !== null) overrides[field] = value;
        return { value, repeat, overrides };
      }),
    ),
  };
}

function distinct(values: readonly Json[]): Json[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** By what a parameter is called: a seed is a seed, whatever draws from it. */
function readSeeds(graph: Graph, catalogue: Catalogue): [place: string, seed: number][] {
  return graph.nodes.flatMap(({ id, kind, params }): [string, number][] => {
    const parsed = catalogue.get(kind)?.params.safeParse(params);
    const seed: unknown = parsed?.success ? parsed.data['seed'] : undefined;
    return typeof seed === 'number' ? [[`${id}.seed`, seed]] : [];
  });
}

function refuse(message: string): Issue {
  return { code: 'plan.variation-size', severity: 'error', message };
}
