import type { Suggestion } from '@graft/contracts';
import { selectExamples, type DataRecipe, type DatasetManifest } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import type { Plan, Step } from '@graft/plan';

/** Kinds of steps whose examples decide weights: what they read, a model has seen. */
export const LEARNING: ReadonlySet<string> = new Set(['train', 'fine-tune']);

type Load = (dataset: string) => Promise<DatasetManifest>;
type SuggestedExample = Suggestion & { label: number };

/**
 * Examples that the run behind a registered model evaluated it on and never learned from, spread
 * over the classes; none when the run evaluated nothing.
 */
export async function suggestExamples(
  plan: Plan,
  registeredBy: string,
  load: Load,
  limit: number,
): Promise<Suggestion[]> {
  const recipes = findEvaluations(plan, registeredBy).flatMap(listRecipes);
  if (recipes.length === 0) return [];
  const learning = plan.steps.filter(({ kind }) => LEARNING.has(kind)).flatMap(listRecipes);
  const learned = await selectAll(learning, load);
  const seen = new Set(learned.map(({ sha256 }) => sha256));
  const fresh = new Map<string, SuggestedExample>();
  for (const example of await selectAll(recipes, load)) {
    if (!seen.has(example.sha256)) fresh.set(example.sha256, example);
  }
  return spreadOverClasses([...fresh.values()])
    .slice(0, limit)
    .map(({ datasetId, sha256, name }) => ({ datasetId, sha256, name }));
}

/** Evaluations of the registered model itself; of any model of the run when it had none. */
function findEvaluations({ steps }: Plan, registeredBy: string): Step[] {
  const model = steps.find(({ id }) => id === registeredBy)?.models['model'];
  const evaluations = steps.filter(({ kind }) => kind === 'evaluate');
  const own = evaluations.filter(({ models }) => models['model'] === model);
  return own.length > 0 ? own : evaluations;
}

function listRecipes(step: Step): DataRecipe[] {
  return Object.values(step.data);
}

async function selectAll(recipes: readonly DataRecipe[], load: Load): Promise<SuggestedExample[]> {
  const selected: SuggestedExample[] = [];
  for (const recipe of recipes) {
    const { examples } = selectExamples(await load(recipe.dataset), recipe, catalogue);
    for (const { sha256, label, name } of examples) {
      selected.push({ datasetId: recipe.dataset, sha256, label, name });
    }
  }
  return selected;
}

/** One of each class, then a second of each, and so on. */
function spreadOverClasses(examples: readonly SuggestedExample[]): SuggestedExample[] {
  const counts = new Map<number, number>();
  const ranked = examples.map((example) => {
    const rank = counts.get(example.label) ?? 0;
    counts.set(example.label, rank + 1);
    return { example, rank };
  });
  ranked.sort((a, b) => a.rank - b.rank || a.example.label - b.example.label);
  return ranked.map(({ example }) => example);
}
