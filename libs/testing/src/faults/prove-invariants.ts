import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { addWork } from '../engine-work';
import { collectEvidence } from './collect-evidence';
import { GraftStack } from './graft-stack';
import { findViolations, type Invariant, type Violation } from './invariants';
import { sendRun, type AcceptedRun } from './send-runs';
import { until } from '../services';

interface Sabotage {
  invariant: Invariant['id'];
  what: string;
  commit: (on: Target) => Promise<unknown>;
}

interface Target {
  stack: GraftStack;
  db: pg.Client;
  run: AcceptedRun;
}

/**
 * Lets a run end in peace, then damages rows, blobs, files and workflows by hand, one thing after the
 * other, and returns the invariants that did not notice: there must be none.
 */
export async function proveInvariants(say: (line: string) => void): Promise<Invariant['id'][]> {
  const stack = await GraftStack.start({ records: true });
  const db = new pg.Client({ connectionString: stack.databaseUrl });
  try {
    const run = await endInPeace(stack);
    await db.connect();
    await allowEverything(db);
    const look = async () => findViolations(await collectEvidence(stack, [run], 0));
    await until('nothing is wrong before anything is damaged', async () => {
      return (await look()).length === 0;
    });
    const blind: Invariant['id'][] = [];
    let before: Violation[] = [];
    for (const { invariant, what, commit } of sabotages) {
      await commit({ stack, db, run });
      const known = new Set(before.map((each) => each.invariant + each.what));
      before = await look();
      const found = before.find(
        (each) => each.invariant === invariant && !known.has(each.invariant + each.what),
      );
      say(`${what}: ${found ? `${invariant}: ${found.what}` : 'NOT NOTICED'}`);
      if (!found) blind.push(invariant);
    }
    return blind;
  } finally {
    await db.end();
    await stack.stop();
  }
}

async function endInPeace(stack: GraftStack): Promise<AcceptedRun> {
  const run = await sendRun(stack, {
    ...{ idempotencyKey: 'peace', seed: 1, epochs: 25, model: 'peace', wish: null },
  });
  const hasSucceeded = async (): Promise<boolean> => {
    const reply = await stack.ask(`/runs/${run.runId}`);
    return ((await reply.json()) as { status: string }).status === 'succeeded';
  };
  await until('the run has succeeded', hasSucceeded, 120);
  return run;
}

/** The database's own rules would refuse most of what follows. */
async function allowEverything(db: pg.Client): Promise<void> {
  for (const table of ['Run', 'StepRun', 'RunEvent']) {
    await db.query(`ALTER TABLE "${table}" DISABLE TRIGGER USER`);
  }
}

const sabotages: readonly Sabotage[] = [
  {
    invariant: 'I3',
    what: 'a flipped byte in a stored model',
    commit: async ({ stack, db, run }) => {
      const path = await stack.blobs.locate(await findOutput(db, run, 'model'));
      const bytes = await readFile(path);
      bytes[5]! ^= 1;
      await writeFile(path, bytes);
    },
  },
  {
    invariant: 'I8',
    what: 'a folder of an attempt that nobody removed',
    commit: ({ stack }) => mkdir(join(stack.scratch, 'left-behind-1'), { recursive: true }),
  },
  {
    invariant: 'I9',
    what: 'a fence that nobody raised',
    commit: ({ db, run }) =>
      db.query(`UPDATE "StepRun" SET "fence" = "fence" + 1 WHERE "runId" = $1`, [run.runId]),
  },
  {
    invariant: 'I6',
    what: 'a checkpoint that is an epoch farther on',
    commit: ({ db, run }) =>
      db.query(
        `UPDATE "RunEvent" SET "body" = jsonb_set("body", '{checkpoint,epoch}', '9')
         WHERE "runId" = $1 AND "type" = 'checkpoint' AND "body"->'checkpoint'->>'seq' = '2'`,
        [run.runId],
      ),
  },
  {
    invariant: 'I6',
    what: 'an attempt that began at an older checkpoint',
    commit: (target) => noteWork(target, ['begin 90 230']),
  },
  {
    invariant: 'I6',
    what: 'an attempt that came far without any checkpoint',
    commit: (target) => noteWork(target, ['begin 91 250', 'batch 91 262', 'begin 92 250']),
  },
  {
    invariant: 'I5',
    what: 'an epoch that nobody was told of',
    commit: ({ db, run }) =>
      db.query(
        `UPDATE "RunEvent" SET "body" = jsonb_set("body", '{rows}', '[]')
         WHERE "runId" = $1 AND "type" = 'metrics' AND "body"->'stepId' IN
           (SELECT to_jsonb("stepId") FROM "StepRun" WHERE "runId" = $1 AND "kind" = 'train')`,
        [run.runId],
      ),
  },
  {
    invariant: 'I7',
    what: 'the weights of one batch more',
    commit: async ({ stack, db, run }) => {
      const other = await stack.blobs.put({ bytes: Buffer.from('0'.repeat(64)) });
      await db.query(
        `UPDATE "StepRun" SET "outputs" = jsonb_set("outputs", '{artifacts,weights,digest}', $2)
         WHERE "runId" = $1 AND "kind" = 'train'`,
        [run.runId, JSON.stringify(other.digest)],
      );
    },
  },
  {
    invariant: 'I4',
    what: 'a model that was registered twice',
    commit: ({ db, run }) =>
      db.query(
        `INSERT INTO "ModelVersion" SELECT gen_random_uuid(), "workspaceId", "modelId",
           "number" + 1, "digest", "labels", "metrics", "notes", "runId", 'again', now()
         FROM "ModelVersion" WHERE "runId" = $1`,
        [run.runId],
      ),
  },
  {
    invariant: 'I1',
    what: 'a success that became a failure',
    commit: ({ db, run }) =>
      db.query(`UPDATE "Run" SET "state" = 'failed', "error" = '{}' WHERE "id" = $1`, [run.runId]),
  },
  {
    invariant: 'I10',
    what: 'a workflow that has changed since',
    commit: async ({ stack }) => {
      const code = await readFile(stack.workflows, 'utf8');
      stack.workflows = join(stack.home, 'changed.js');
      await writeFile(stack.workflows, code.replaceAll('openRun', 'beginRun'));
    },
  },
  {
    invariant: 'I2',
    what: 'a workflow of no run',
    commit: async ({ stack }) => {
      await stack.client.workflow.start('stranger', {
        workflowId: 'run:nobody',
        taskQueue: 'nobody',
      });
      await until('Temporal lists it', async () => {
        const open = stack.client.workflow.list({ query: `WorkflowId = 'run:nobody'` });
        for await (const _ of open) return true;
        return false;
      });
    },
  },
];

/** Lets the engines of the training have done this as well; it has 250 batches. */
async function noteWork({ stack, db, run }: Target, lines: readonly string[]): Promise<void> {
  const { rows } = await db.query<{ stepId: string }>(
    `SELECT "stepId" FROM "StepRun" WHERE "runId" = $1 AND "kind" = 'train'`,
    [run.runId],
  );
  await addWork(stack.home, run.runId, rows[0]?.stepId ?? '', lines);
}

async function findOutput(db: pg.Client, run: AcceptedRun, name: string): Promise<string> {
  const { rows } = await db.query<{ digest: string }>(
    `SELECT "outputs"->'artifacts'->$2->>'digest' AS digest FROM "StepRun"
     WHERE "runId" = $1 AND "outputs"->'artifacts' ? $2`,
    [run.runId, name],
  );
  const digest = rows[0]?.digest;
  if (digest === undefined) throw new Error(`the run has no output ${name}`);
  return digest;
}
