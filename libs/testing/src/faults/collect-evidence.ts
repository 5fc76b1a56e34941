import type { RunEvent } from '@graft/contracts';
import type { RunWithSteps } from '@graft/db';
import { stepOutputsSchema, type Plan, type StepOutputs } from '@graft/plan';
import { WorkflowNotFoundError } from '@temporalio/client';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { readWork, type AttemptWork } from '../engine-work';
import type { GraftStack } from './graft-stack';
import { replayRun } from './replay-run';
import type { AcceptedRun } from './send-runs';

export interface StepEvidence {
  stepId: string;
  kind: string;
  state: string;
  fence: number;
  outputs: StepOutputs | null;
  /** Text of the output `weights`; null without one, or when it cannot be read. */
  weights: string | null;
  /** Text of the output `history`. */
  history: string | null;
  /** What its attempts did, by the engines' own account. */
  work: AttemptWork[];
}

export interface RunEvidence {
  runId: string;
  accepted: AcceptedRun;
  /** Runs of the database that were made under this run's key or for its model's name. */
  copies: number;
  state: string;
  plan: Plan;
  steps: StepEvidence[];
  events: RunEvent[];
  /** Status of its workflow by Temporal; null when there is none. */
  workflow: string | null;
  /** Why its history does not replay; null when it does. */
  replayFault: string | null;
  /** Model versions that it has registered. */
  models: { stepId: string; number: number }[];
}

/** All that the invariants look at. */
export interface Evidence {
  runs: RunEvidence[];
  /** Runs that Temporal holds open though the round is over. */
  openWorkflows: string[];
  /** Blobs that a row names and that are not there or not right. */
  damagedBlobs: { digest: string; namedBy: string }[];
  /** Keys that somebody still holds the right to compute. */
  leases: string[];
  /** Folders that attempts have left. */
  scratch: string[];
  /** Half-written blobs; a kill may leave one, which is swept after a day. */
  temporaries: number;
  /** Engines without a living owner. */
  orphans: number[];
  /** Parts that run twice. */
  strays: string[];
  kills: number;
}

/** Looks at everything after a round: rows, blobs, workflows, processes, files. */
export async function collectEvidence(
  stack: GraftStack,
  accepted: readonly AcceptedRun[],
  kills: number,
): Promise<Evidence> {
  const db = new pg.Client({ connectionString: stack.databaseUrl });
  await db.connect();
  try {
    const runs: RunEvidence[] = [];
    for (const run of accepted) runs.push(await collectRun(stack, db, run));
    return {
      runs,
      openWorkflows: await listOpenWorkflows(stack),
      damagedBlobs: await findDamage(stack, db, runs),
      leases: (await db.query<{ key: string }>('SELECT "key" FROM "Lease"')).rows.map(
        ({ key }) => key,
      ),
      scratch: await readdir(stack.scratch).catch(() => []),
      temporaries: (await readdir(join(stack.home, 'blobs', 'tmp')).catch(() => [])).length,
      orphans: stack.listEngines({ orphaned: true }),
      strays: stack.listStrays(),
      kills,
    };
  } finally {
    await db.end();
  }
}

async function collectRun(
  stack: GraftStack,
  db: pg.Client,
  accepted: AcceptedRun,
): Promise<RunEvidence> {
  const { runId } = accepted;
  const owner = await db.query<{ workspaceId: string; copies: string }>(
    `SELECT "workspaceId", (SELECT count(*) FROM "Run" AS other
       WHERE other."overrides"->>'register.name' = run."overrides"->>'register.name') AS copies
     FROM "Run" AS run WHERE "id" = $1`,
    [runId],
  );
  const [row] = owner.rows;
  if (!row) return describeLost(accepted);
  const { workspaceId, copies } = row;
  const [run, plan, events, models] = await Promise.all([
    stack.database.runs.find(workspaceId, runId),
    stack.database.runs.findPlan(workspaceId, runId),
    stack.database.events.listAfter(workspaceId, runId, 0, 100_000),
    stack.database.models.listOfRun(workspaceId, runId),
  ]);
  return {
    ...{ runId, accepted, plan, events },
    copies: Number(copies),
    state: run?.state ?? 'unknown',
    steps: await Promise.all((run?.steps ?? []).map((step) => collectStep(stack, runId, step))),
    workflow: await readWorkflow(stack, runId),
    replayFault: await replayRun(stack, runId),
    models: models.map(({ stepId, number }) => ({ stepId, number })),
  };
}

/** The API said yes and there is no run: all else about it is empty. */
function describeLost(accepted: AcceptedRun): RunEvidence {
  const plan: Plan = { format: 'graft.plan/1', interpreter: 1, steps: [], models: {} };
  return {
    ...{ runId: accepted.runId, accepted, plan, copies: 0, state: 'lost' },
    ...{ steps: [], events: [], workflow: null, replayFault: null, models: [] },
  };
}

async function collectStep(
  stack: GraftStack,
  runId: string,
  { stepId, kind, state, fence, outputs }: RunWithSteps['steps'][number],
): Promise<StepEvidence> {
  const parsed = outputs === null ? null : stepOutputsSchema.parse(outputs);
  const read = async (name: string): Promise<string | null> => {
    const digest = parsed?.artifacts[name]?.digest;
    if (digest === undefined) return null;
    return (await stack.blobs.read(digest).catch(() => null))?.toString('utf8') ?? null;
  };
  const [weights, history] = [await read('weights'), await read('history')];
  const work = await readWork(stack.home, runId, stepId);
  return { stepId, kind, state, fence, outputs: parsed, weights, history, work };
}

async function readWorkflow(stack: GraftStack, runId: string): Promise<string | null> {
  try {
    return (await stack.client.workflow.getHandle(`run:${runId}`).describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

async function listOpenWorkflows({ client }: GraftStack): Promise<string[]> {
  const open: string[] = [];
  const query = "ExecutionStatus = 'Running'";
  for await (const { workflowId } of client.workflow.list({ query })) open.push(workflowId);
  return open;
}

async function findDamage(
  stack: GraftStack,
  db: pg.Client,
  runs: readonly RunEvidence[],
): Promise<Evidence['damagedBlobs']> {
  const named = new Map<string, string>();
  for (const { runId, steps } of runs) {
    for (const { stepId, outputs } of steps) {
      for (const { digest, parts = [] } of Object.values(outputs?.artifacts ?? {})) {
        for (const each of [digest, ...parts]) named.set(each, `run ${runId}, step ${stepId}`);
      }
    }
  }
  const rows = await db.query<{ digest: string; by: string }>(
    `SELECT "digest", 'checkpoint ' || "seq" AS by FROM "Checkpoint" WHERE "quarantinedAt" IS NULL
     UNION SELECT "digest", 'model version' FROM "ModelVersion"`,
  );
  for (const { digest, by } of rows.rows) named.set(digest, by);
  const damaged: Evidence['damagedBlobs'] = [];
  for (const [digest, namedBy] of named) {
    const size = await stack.blobs.locate(digest).then(stat, () => null);
    if (!size || !(await stack.blobs.verify(digest))) damaged.push({ digest, namedBy });
  }
  return damaged;
}
