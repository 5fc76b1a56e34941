import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { ApiProblem, type Client, type RunView } from '@graft/contracts';
import { hasErrors, issueSchema, type Issue } from '@graft/graph';
import { z } from 'zod';
import { CommandError, UsageError, type ExitCode } from '../exit';
import { openProgress } from '../show/progress-view';
import { showIssues } from '../show/show-issues';
import { showRun, toRunDocument } from '../show/show-run';
import { showSettings } from '../show/show-settings';
import { followRun } from '../stack/follow-run';
import { withStack, type EmbeddedOption } from '../stack/with-stack';
import { printJson, type Terminal } from '../terminal';
import { readGraphFile, readOverrides } from './read-graph';
import { readOrigin, readPriority, type OriginOptions } from './read-origin';
import { readVariation } from './read-variation';

export interface RunOptions extends EmbeddedOption, OriginOptions {
  set: readonly string[];
  priority: string;
  json?: boolean;
  wait: boolean;
  /** Node whose learning rate is searched for, instead of running everything. */
  findLearningRate?: string;
  /** `node.param=values`: settings that are tried before the best one runs. */
  vary?: string;
  repeat?: string;
  /** Evaluate the best one on the test part and register it, instead of running the whole graph with it. */
  registerBest?: boolean;
}

/** Runs a graph, or that of an earlier run again, and follows it to its end. */
export async function runGraph(
  path: string | undefined,
  options: RunOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const overrides = readOverrides(options.set);
  const origin = readOrigin(path, options);
  const priority = readPriority(options.priority);
  const vary = readVariation(options.vary, options.repeat);
  if (options.registerBest && vary === null) {
    throw new UsageError('--register-best needs settings to try: --vary or --repeat.');
  }
  const { graph, issues } = await readGraphFile(path);
  if (path !== undefined && !graph) return refuse(issues, options, terminal);
  return withStack(options, terminal, async ({ client }) => {
    try {
      const { findLearningRate } = options;
      const search = findLearningRate === undefined ? {} : { findLearningRate };
      const body = { ...(graph ? { graph } : {}), ...origin, overrides, priority };
      if (vary !== null) return await runBest(client, { ...body, vary }, options, terminal);
      const { runId } = await start(client, { ...body, ...search });
      return await follow(client, runId, options, terminal);
    } catch (error) {
      const found = readIssues(error);
      if (found.length === 0) throw error;
      return refuse(found, options, terminal);
    }
  });
}

/**
 * Tries the settings, shows them, and then runs the graph with the best one: its training is there
 * already, and what follows it, such as the test part, is looked at for the first time.
 */
async function runBest(
  client: Client,
  body: RunBody,
  options: RunOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { vary } = body;
  const wish = vary && options.registerBest ? { vary: { ...vary, registerBest: true } } : {};
  const { runId } = await start(client, { ...body, ...wish });
  if (!options.wait) return show(await client.getRun({ params: { runId } }), options, terminal);
  const tried = await followToEnd(client, runId, terminal);
  const chosen = await showSettings(client, tried, terminal);
  if (chosen === null) return show(tried, options, terminal);
  if (options.registerBest) {
    return follow(client, await findRegistering(client, runId), options, terminal);
  }
  const overrides = { ...body.overrides, ...chosen };
  const { priority } = body;
  const best = await start(client, { parentId: runId, overrides, priority });
  return follow(client, best.runId, options, terminal);
}

/** The run that registers the best one of a run that has ended. @throws CommandError where there is none */
async function findRegistering(client: Client, runId: string): Promise<string> {
  const { runId: bestId, problem } = await client.registerBest({ params: { runId } });
  if (bestId !== null) return bestId;
  throw new CommandError(problem ?? 'The best one is not registered yet; ask again in a moment.');
}

type RunBody = Parameters<Client['startRun']>[0]['body'];

/** Sent again under one key when the answer is lost: it makes one run however often it is sent. */
async function start(client: Client, body: RunBody): Promise<{ runId: string }> {
  const idempotencyKey = randomUUID();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await client.startRun({ body, idempotencyKey });
    } catch (error) {
      const again = !(error instanceof ApiProblem) || error.problem.status === 503;
      if (!again || attempt === 5) throw error;
      await wait(attempt * 500);
    }
  }
}

async function follow(
  client: Client,
  runId: string,
  options: RunOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const before = await client.getRun({ params: { runId } });
  if (!options.wait) return show(before, options, terminal);
  return show(await followToEnd(client, runId, terminal), options, terminal);
}

async function followToEnd(client: Client, runId: string, terminal: Terminal): Promise<RunView> {
  const before = await client.getRun({ params: { runId } });
  terminal.err(`run ${runId}\n`);
  const progress = openProgress(terminal, (stepId) => nameStep(before, stepId));
  try {
    await followRun(client, runId, {
      onEvent: (event) => progress.take(event),
      onLost: () => undefined,
    });
  } finally {
    progress.close();
  }
  return client.getRun({ params: { runId } });
}

const BAD_ENDS: ReadonlySet<RunView['status']> = new Set(['failed', 'cancelled', 'parked']);

function nameStep({ steps }: RunView, stepId: string): string {
  const step = steps.find((each) => each.stepId === stepId);
  return step?.node ?? step?.kind ?? stepId;
}

function show(run: RunView, options: RunOptions, terminal: Terminal): ExitCode {
  if (options.json) printJson(terminal, toRunDocument(run));
  else if (options.wait) showRun(terminal, run);
  else terminal.out(`${run.runId}\n`);
  if (options.json && run.error) terminal.err(`${run.error.message}\n`);
  return BAD_ENDS.has(run.status) ? 1 : 0;
}

function refuse(issues: readonly Issue[], options: RunOptions, terminal: Terminal): ExitCode {
  showIssues(terminal, issues);
  if (options.json) printJson(terminal, { status: 'refused', issues });
  return hasErrors(issues) ? 1 : 0;
}

/** The Issues of a refused graph; empty for another error. */
function readIssues(error: unknown): Issue[] {
  if (!(error instanceof ApiProblem) || error.problem.code !== 'graph.invalid') return [];
  return z.array(issueSchema).catch([]).parse(error.problem.details?.['issues']);
}
