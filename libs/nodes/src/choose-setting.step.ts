import { UserError } from '@graft/errors';
import { jsonSchema, type Json } from '@graft/graph';
import { chooseSetting, type SettingMeasure, type SettingResult } from '@graft/ml';
import { SETTING_CHOICE, type StepOutputs } from '@graft/plan';
import { z } from 'zod';
import { defineStep, type StepContext } from './define-step';

export const SETTINGS_FORMAT = 'graft.settings/1';

const paramsSchema = z.strictObject({
  field: z.string().nullable(),
  runs: z.array(
    z.strictObject({
      value: jsonSchema,
      repeat: z.int(),
      overrides: z.record(z.string(), jsonSchema),
    }),
  ),
});

const measuredSchema = z.looseObject({
  validationAccuracy: z.number(),
  validationLoss: z.number(),
  bestEpoch: z.int(),
  seconds: z.number(),
});

/** One training, as it came out. */
export interface TriedSetting extends SettingMeasure {
  readonly overrides: Readonly<Record<string, Json>>;
  readonly bestEpoch: number;
  readonly seconds: number;
}

/** The output `settings`: what was tried, what came out, what was chosen. */
export interface ComparedSettings {
  readonly format: typeof SETTINGS_FORMAT;
  /** `node.param`; null where only seeds differ. */
  readonly field: string | null;
  /** Examples of the validation part. */
  readonly examples: number;
  readonly tried: readonly TriedSetting[];
  readonly results: readonly (SettingResult & { readonly value: Json })[];
  readonly best: number;
  readonly noise: number;
  readonly noiseFrom: 'repeats' | 'examples';
  readonly optimism: number;
  /** What makes the graph that of the best training: of the best setting, its best repeat. */
  readonly chosen: Readonly<Record<string, Json>>;
  readonly sentence: string;
}

/**
 * Compares the trainings at port `histories` by the validation part and chooses one. Output
 * `settings`. It never looks at a test part.
 */
export const chooseSettingStep = defineStep({
  kind: SETTING_CHOICE.kind,
  async run(context) {
    const { field, runs } = paramsSchema.parse(context.step.params);
    const values = [...new Map(runs.map(({ value }) => [JSON.stringify(value), value])).values()];
    const tried = context.wired(SETTING_CHOICE.histories).map(({ outputs }, at) => {
      const { value = null, repeat = 0, overrides = {} } = runs[at] ?? {};
      const setting = values.findIndex((each) => JSON.stringify(each) === JSON.stringify(value));
      return { setting, repeat, overrides, ...readMeasure(outputs) };
    });
    const examples = await countValidation(context);
    const choice = chooseSetting(tried, examples);
    const results = choice.results.map((each) => ({
      ...each,
      value: values[each.setting] ?? null,
    }));
    const chosen = chooseRepeat(tried, results[choice.best]?.setting ?? 0);
    const compared: ComparedSettings = {
      ...{ format: SETTINGS_FORMAT, field, examples, tried, ...choice, results, chosen },
      sentence: describeSettings(field, { ...choice, results }),
    };
    await context.offer(SETTING_CHOICE.output, {
      kind: 'scores',
      bytes: JSON.stringify(compared),
    });
    return { ended: 'complete', summary: summarise(compared) };
  },
});

function summarise({ sentence, chosen, results, best, optimism, tried }: ComparedSettings) {
  const { value = null, accuracy = 0, interval = { low: 0, high: 1 } } = results[best] ?? {};
  return {
    ...{
      sentence,
      chosen: { ...chosen },
      value,
      settings: results.length,
      trainings: tried.length,
    },
    ...{ validationAccuracy: accuracy, low: interval.low, high: interval.high, optimism },
  };
}

function readMeasure({ summary }: StepOutputs) {
  const measured = measuredSchema.safeParse(summary);
  if (measured.success) {
    const { validationAccuracy, validationLoss, bestEpoch, seconds } = measured.data;
    return { accuracy: validationAccuracy, loss: validationLoss, bestEpoch, seconds };
  }
  throw new UserError({
    code: 'choose-setting.no-validation',
    message:
      'A training has no result on a validation part, so settings can not be compared. Wire a validation part to it.',
  });
}

async function countValidation(context: StepContext): Promise<number> {
  const { validation } = SETTING_CHOICE;
  if (context.step.data[validation] === undefined) return 0;
  return (await context.openExamples(validation)).examples.length;
}

/** Of the repeats of a setting the one that did best; the earlier on a tie. */
function chooseRepeat(tried: readonly TriedSetting[], setting: number): TriedSetting['overrides'] {
  const [first, ...others] = tried.filter((each) => each.setting === setting);
  const better = others.reduce<TriedSetting | undefined>(
    (best, each) => (best !== undefined && each.accuracy <= best.accuracy ? best : each),
    first,
  );
  return better?.overrides ?? {};
}

/** What came out, and how far to believe it. */
export function describeSettings(
  field: string | null,
  {
    results,
    best,
    noise,
    noiseFrom,
    optimism,
  }: Pick<ComparedSettings, 'results' | 'best' | 'noise' | 'noiseFrom' | 'optimism'>,
): string {
  const winner = results[best];
  if (winner === undefined) return 'Nothing was tried.';
  const { interval, accuracy, runs, value } = winner;
  const range = `${percent(interval.low)} to ${percent(interval.high)}`;
  if (field === null || results.length < 2) {
    return `${percent(accuracy)} of the validation part is right on average over ${String(runs)} repeats (${range}).`;
  }
  const source =
    noiseFrom === 'repeats'
      ? `the spread over ${String(runs)} repeats`
      : 'the number of validation examples';
  return [
    `${field} = ${JSON.stringify(value)} does best: ${percent(accuracy)} of the validation part is right (${range}).`,
    `The best of ${String(results.length)} looks too good by luck: were all equally good, by ${points(optimism)} here (one result is uncertain by ${points(noise)}, from ${source}).`,
    'What it is worth says the test part, which is read once, for this one.',
  ].join(' ');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function points(share: number): string {
  return `${(share * 100).toFixed(1)} points`;
}
