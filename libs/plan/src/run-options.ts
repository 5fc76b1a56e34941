import { jsonSchema } from '@graft/graph';
import { z } from 'zod';
import type { MappedPlan } from './plan-run';
import type { Plan } from './plan';
import { SETTING_CHOICE } from './plan-variations';
import { LEARNING_RATE_SEARCH } from './search-learning-rate';

const choiceSchema = z.object({
  field: z.string().nullable(),
  runs: z.array(z.object({ value: jsonSchema, repeat: z.int() })),
});

/** What one training of a variation tries. */
export interface TriedSetting {
  /** `node.param`; null where nothing varies but the repeat. */
  readonly field: string | null;
  readonly value: z.infer<typeof jsonSchema>;
  /** From 0 on. */
  readonly repeat: number;
}

/** Step -> what it tries; of a step that several settings share the first. Empty for plans that try nothing. */
export function listTried({ steps }: Plan): ReadonlyMap<string, TriedSetting> {
  const choice = steps.find(({ kind }) => kind === SETTING_CHOICE.kind);
  const tried = new Map<string, TriedSetting>();
  if (choice === undefined) return tried;
  const { field, runs } = choiceSchema.parse(choice.params);
  choice.artifacts[SETTING_CHOICE.histories]?.forEach(({ step }, at) => {
    const run = runs[at];
    if (run !== undefined && !tried.has(step)) tried.set(step, { field, ...run });
  });
  return tried;
}

/** Whether two plans of one graph were asked for with the same run options: what varies, where a rate is searched. */
export function haveSameOptions(left: MappedPlan, right: MappedPlan): boolean {
  return JSON.stringify(readOptions(left)) === JSON.stringify(readOptions(right));
}

function readOptions({ plan, nodeSteps }: MappedPlan): unknown {
  const kinds = new Map(plan.steps.map(({ id, kind }) => [id, kind]));
  const searched = Object.entries(nodeSteps)
    .filter(([, step]) => kinds.get(step) === LEARNING_RATE_SEARCH.kind)
    .map(([node]) => node)
    .sort();
  const choice = plan.steps.find(({ kind }) => kind === SETTING_CHOICE.kind);
  const varied = choice === undefined ? null : choiceSchema.parse(choice.params);
  return { searched, varied };
}
