import type { Client, RunView } from '@graft/contracts';
import { jsonSchema, type Json } from '@graft/graph';
import { SETTING_CHOICE } from '@graft/plan';
import { z } from 'zod';
import type { Terminal } from '../terminal';
import { formatTable } from './show-table';

const settingsSchema = z.object({
  results: z.array(
    z.object({
      value: jsonSchema,
      runs: z.int(),
      accuracy: z.number(),
      loss: z.number(),
      interval: z.object({ low: z.number(), high: z.number() }),
    }),
  ),
  best: z.int(),
  chosen: z.record(z.string(), jsonSchema),
  sentence: z.string(),
});

/** Prints what was tried, to the side of results; gives what the best one changes, or null without one. */
export async function showSettings(
  client: Client,
  { runId, steps }: RunView,
  terminal: Terminal,
): Promise<Record<string, Json> | null> {
  const { kind, output } = SETTING_CHOICE;
  const step = steps.find((each) => each.kind === kind && output in each.outputs);
  if (step === undefined) return null;
  const reply = await client.getOutput({ params: { runId, stepId: step.stepId, output } });
  const { results, best, sentence, chosen } = settingsSchema.parse(await reply.json());
  const rows = results.map(({ value, runs, accuracy, loss, interval }, at) => [
    `${at === best ? '*' : ' '} ${value === null ? 'as drawn' : JSON.stringify(value)}`,
    percent(accuracy),
    `${percent(interval.low)} - ${percent(interval.high)}`,
    loss.toPrecision(4),
    runs,
  ]);
  terminal.err(`\n${formatTable(['setting', 'validation', '95 %', 'loss', 'repeats'], rows)}`);
  terminal.err(`\n${sentence}\n\n`);
  return chosen;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
