import {
  describeLeftOut,
  describePlan,
  describeSummary,
  prepareRun,
  type Client,
} from '@graft/contracts';
import { hasErrors, inspectGraph, type Issue } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { planRun } from '@graft/plan';
import type { ExitCode } from '../exit';
import { showIssues } from '../show/show-issues';
import { formatTable } from '../show/show-table';
import { loadBundledResources } from '../stack/bundled-resources';
import { answers, findStack, requireStack, type StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';
import { readGraphFile, readOverrides } from './read-graph';
import { readOrigin, type Origin, type OriginOptions } from './read-origin';

export interface CheckOptions extends StackOptions {
  json?: boolean;
}

const SHOWN_HOW = { muted: 'MUTED', behind: 'LEFT OUT', bypassed: 'BYPASSED' } as const;

type Validation = Awaited<ReturnType<Client['validateGraph']>>;
type RunPlan = Awaited<ReturnType<Client['planRun']>>;

/** Says everything that is wrong with a graph, and what each node would give out. */
export async function validateFile(
  path: string,
  options: CheckOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { graph, issues } = await readGraphFile(path);
  const found: Validation = graph
    ? await validate(graph, options, terminal)
    : { issues: [...issues], summaries: [] };
  if (options.json) printJson(terminal, found.issues);
  else {
    for (const { nodeId, outputs } of found.summaries) {
      for (const [port, text] of Object.entries(outputs))
        terminal.out(`${nodeId}.${port}: ${text}\n`);
    }
    showIssues(terminal, found.issues);
    if (found.issues.length === 0) terminal.out('No problems.\n');
  }
  return hasErrors(found.issues) ? 1 : 0;
}

/** Says what a run would do, step by step, and why. */
export async function planFile(
  path: string | undefined,
  options: CheckOptions & OriginOptions & { set: readonly string[] },
  terminal: Terminal,
): Promise<ExitCode> {
  const overrides = readOverrides(options.set);
  const origin = readOrigin(path, options);
  const { graph, issues } = await readGraphFile(path);
  const plan: RunPlan =
    graph || path === undefined
      ? await makePlan(graph, { ...origin, overrides }, options, terminal)
      : { issues: [...issues], planDigest: null, steps: [], leftOut: [] };
  if (options.json) printJson(terminal, plan);
  else {
    showIssues(terminal, plan.issues);
    const rows = plan.steps.map(({ node, kind, decision, reason }) => {
      return [node ?? `(${kind})`, decision.toUpperCase(), reason];
    });
    const idle = plan.leftOut.map(({ node, how, reason }) => [node, SHOWN_HOW[how], reason]);
    const all = [...rows, ...idle];
    if (all.length > 0) terminal.out(formatTable(['node', 'would', 'because'], all));
    for (const note of new Set(plan.steps.flatMap(({ notes }) => notes)))
      terminal.out(`- ${note}\n`);
  }
  return hasErrors(plan.issues) ? 1 : 0;
}

async function validate(
  graph: unknown,
  options: CheckOptions,
  terminal: Terminal,
): Promise<Validation> {
  const client = await findClient(options, terminal);
  if (client) return client.validateGraph({ body: { graph } });
  const { issues, summaries } = inspectGraph(
    graph as Parameters<typeof inspectGraph>[0],
    catalogue,
    await loadBundledResources(),
  );
  return {
    issues: [...issues],
    summaries: Array.from(summaries, ([nodeId, outputs]) => ({
      nodeId,
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([port, summary]) => [port, describeSummary(summary)]),
      ),
    })),
  };
}

async function makePlan(
  graph: unknown,
  asked: Origin & { overrides: ReturnType<typeof readOverrides> },
  options: CheckOptions,
  terminal: Terminal,
): Promise<RunPlan> {
  const client =
    asked.parentId === undefined && asked.editedIn === undefined
      ? await findClient(options, terminal)
      : (await requireStack(options)).client;
  if (client) return client.planRun({ body: { ...(graph ? { graph } : {}), ...asked } });
  const { overrides } = asked;
  const prepared = prepareRun(graph, overrides, catalogue, await loadBundledResources());
  const refused = (issues: readonly Issue[]): RunPlan => {
    return { issues: [...issues], planDigest: null, steps: [], leftOut: [] };
  };
  if (!prepared.ok) return refused(prepared.issues);
  const { compiled } = prepared;
  const decisions = planRun(compiled, { outputs: new Map(), checkpoints: new Map() });
  return {
    issues: [...compiled.issues],
    planDigest: compiled.digest,
    steps: describePlan(compiled, decisions),
    leftOut: describeLeftOut(prepared.graph, compiled.leftOut, catalogue),
  };
}

/** The stack knows uploaded data sets and earlier results; without one the bundled cards serve. */
async function findClient(options: StackOptions, terminal: Terminal): Promise<Client | null> {
  const stack = await findStack(options);
  if (stack && (await answers(stack))) return stack.client;
  terminal.err('Graft does not run: checked against what ships with it only.\n');
  return null;
}
