import type { Client, RunView } from '@graft/contracts';
import { UsageError, type ExitCode } from '../exit';
import { requireStack, type StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';

export interface ControlOptions extends StackOptions {
  json?: boolean;
}

const OF_RUNS = { pause: 'pauseRun', resume: 'resumeRun', cancel: 'cancelRun' } as const;
const OF_STEPS = {
  'finish-early': 'finishStep',
  retry: 'retryStep',
  skip: 'skipStep',
  end: 'endStep',
} as const;

export type RunVerb = keyof typeof OF_RUNS;
export type StepVerb = keyof typeof OF_STEPS;

/** Pauses, resumes or cancels a run. */
export async function controlRun(
  verb: RunVerb,
  runId: string,
  options: ControlOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { client } = await requireStack(options);
  const told = await client[OF_RUNS[verb]]({ params: { runId } });
  if (options.json) printJson(terminal, told);
  else terminal.out(`run ${runId}: ${verb} is on its way (${told.status})\n`);
  return 0;
}

/**
 * Decides about a step, or changes its course.
 * @param name a node or a step; where only one step can take it, it may be left out
 */
export async function controlStep(
  verb: StepVerb,
  runId: string,
  name: string | undefined,
  options: ControlOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { client } = await requireStack(options);
  const stepId = await findStep(client, runId, name, verb);
  const told = await client[OF_STEPS[verb]]({ params: { runId, stepId } });
  return tell(told, verb, options, terminal);
}

export async function setLearningRate(
  runId: string,
  rate: string,
  name: string | undefined,
  options: ControlOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const value = Number(rate);
  if (!Number.isFinite(value) || value <= 0) {
    throw new UsageError(`${rate} is no learning rate: give a number above 0, such as 1e-4.`);
  }
  const { client } = await requireStack(options);
  const stepId = await findStep(client, runId, name, 'set-learning-rate');
  const told = await client.setLearningRate({ params: { runId, stepId }, body: { value } });
  return tell(told, `the learning rate ${value}`, options, terminal);
}

function tell(
  told: { runId: string; stepId: string; state: string },
  what: string,
  options: ControlOptions,
  terminal: Terminal,
): ExitCode {
  if (options.json) printJson(terminal, told);
  else terminal.out(`${told.stepId}: ${what} is on its way (${told.state})\n`);
  return 0;
}

async function findStep(
  client: Client,
  runId: string,
  name: string | undefined,
  verb: RunView['steps'][number]['controls'][number],
): Promise<string> {
  const { steps } = await client.getRun({ params: { runId } });
  const named = steps.filter(({ node, stepId }) => name === node || name === stepId);
  const found = name === undefined ? steps.filter((step) => step.controls.includes(verb)) : named;
  const [only] = found;
  if (only && new Set(found.map(({ stepId }) => stepId)).size === 1) return only.stepId;
  const names = [...new Set((found.length > 0 ? found : steps).map((step) => step.node))];
  const known = names.filter((each) => each !== null).join(', ');
  if (name !== undefined) throw new UsageError(`The run has no node ${name}; it has: ${known}.`);
  throw new UsageError(
    found.length === 0
      ? `No step of the run can take "${verb}" right now.`
      : `More than one step can take "${verb}": name one of ${known}.`,
  );
}
