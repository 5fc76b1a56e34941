import { join } from 'node:path';
import { drawWhichTransfer, listTransferWays } from '@graft/nodes';
import { PLAN_FORMAT, type Plan, type Step } from '@graft/plan';
import { openBlobStore, type BlobStore } from '@graft/storage';
import { tinyBase, tinyColours } from '@graft/testing';
import pg from 'pg';
import type { People, Person } from '../accounts/people.fixture';
import type { TestApi } from '../platform/api.fixture';

/** Stands in everything of the workspace that is filled. */
export const CANARY = 'canary-of-the-first-workspace';

export const DRAFT = { format: 'graft.graph/1', name: CANARY, nodes: [], edges: [] };
const soon = () => new Date(Date.now() + 1e7);

const step: Step = {
  ...{ id: 'step', kind: 'train', implementation: 1, key: 'k', resource: 'cpu', cacheable: true },
  ...{ timeLimitSeconds: 600, params: {}, models: {}, data: {}, artifacts: {}, needs: [] },
};
const plan: Plan = { format: PLAN_FORMAT, interpreter: 1, steps: [step], models: {} };

/**
 * Makes one of each thing in the owner's workspace, every one with the canary in it.
 * @returns the ids of all of them, by the names of path parameters
 */
export async function fillWorkspace(
  test: TestApi,
  people: People,
  owner: Person,
): Promise<Record<string, string>> {
  const { workspaceId } = owner;
  const { database } = people;
  const leaving = await people.add(workspaceId, CANARY, 'viewer');
  const pipeline = await database.pipelines.create(workspaceId, CANARY, DRAFT);
  const { id: versionId } = await database.versions.keep(workspaceId, pipeline.id, {
    ...{ name: CANARY, revision: pipeline.revision },
  });
  const { id: webhookId } = await database.webhooks.add(workspaceId, {
    ...{ url: `https://example.org/${CANARY}`, events: ['run.failed'] },
  });
  const { id: componentId } = await database.components.create(workspaceId, CANARY, () => [CANARY]);
  await database.credentials.createToken({
    ...{ workspaceId, userId: owner.userId, name: CANARY, digest: 'd'.repeat(64) },
    ...{ scope: 'viewer', expiresAt: soon() },
  });
  const tokens = await database.credentials.listTokens(workspaceId, owner.userId);
  const texts = await addTexts(test, owner);
  const blobs = openBlobStore(join(test.home, 'blobs'), test.env);
  const spec = await blobs.put({ bytes: Buffer.from(JSON.stringify(tinyBase.spec)) });
  const model = { name: 'base', digest: spec.digest, licence: CANARY };
  await database.bases.add(workspaceId, model);
  const { id: scheduleId } = await database.schedules.add({
    ...{ workspaceId, userId: owner.userId, pipelineId: pipeline.id, nextAt: soon() },
    trigger: { datasetId: texts.datasetId },
  });
  const run = await addRun(test, database, { workspaceId, pipelineId: pipeline.id, blobs });
  return {
    ...{ pipelineId: pipeline.id, versionId, webhookId, componentId, scheduleId },
    ...{ userId: leaving.userId, version: '1' },
    ...{ ...texts, uploadId: await addUpload(test, owner) },
    tokenId: tokens.find(({ name }) => name === CANARY)?.id ?? '',
    ...run,
    ...(await addModel(test, { workspaceId, runId: run.runId }, spec.digest)),
    ref: 'base',
    workerId: await database.workers.register({
      ...{ name: 'a machine', queues: [], labels: [], backend: 'wasm', device: 'cpu', threads: 1 },
      version: '1',
    }),
  };
}

const bearer = ({ token }: Person) => ({ authorization: `Bearer ${token}` });

async function addTexts(test: TestApi, owner: Person) {
  const lines = ['a', 'b'].map((label) => JSON.stringify({ text: `${CANARY} ${label}`, label }));
  const path = `${test.address}/api/v1/datasets?name=${CANARY}&format=jsonl`;
  const headers = { ...bearer(owner), 'content-type': 'application/x-ndjson' };
  const made = await fetch(path, { method: 'POST', headers, body: lines.join('\n') });
  const { datasetId, digest } = (await made.json()) as Record<string, string>;
  const examples = await fetch(`${test.address}/api/v1/datasets/${String(digest)}/examples`, {
    headers: bearer(owner),
  });
  const page = (await examples.json()) as { examples: { sha256: string }[] };
  const sha256 = page.examples[0]?.sha256 ?? '';
  return { datasetId: datasetId ?? '', dataset: datasetId ?? '', digest: digest ?? '', sha256 };
}

async function addUpload(test: TestApi, owner: Person): Promise<string> {
  const line = `${JSON.stringify({ text: CANARY, label: 'a' })}\n`;
  const send = (path: string, method: string, type: string, body: string) =>
    fetch(`${test.address}/api/v1/uploads${path}`, {
      ...{ method, body },
      headers: { ...bearer(owner), 'content-type': type },
    });
  // One byte short of the end, so that an import leaves it where it is.
  const begun = JSON.stringify({ bytes: line.length + 1 });
  const reply = await send('', 'POST', 'application/json', begun);
  const { uploadId = '' } = (await reply.json()) as Record<string, string>;
  await send(`/${uploadId}?offset=0`, 'PUT', 'application/octet-stream', line);
  return uploadId;
}

async function addRun(
  test: TestApi,
  database: People['database'],
  { blobs, ...version }: { workspaceId: string; pipelineId: string; blobs: BlobStore },
) {
  const { workspaceId, pipelineId } = version;
  const graph = drawWhichTransfer(tinyColours, listTransferWays([tinyBase]));
  const { runId } = await database.runs.create({
    ...{ workspaceId, version: { pipelineId, graph } },
    ...{ plan, planDigest: 'x', nodeSteps: {}, overrides: {} },
  });
  const report = { format: 'graft.report/1', labels: ['a', CANARY], rows: [] };
  const { digest, bytes } = await blobs.put({ bytes: Buffer.from(JSON.stringify(report)) });
  const outputs = {
    artifacts: { report: { kind: 'report', digest, bytes } },
    summary: { canary: CANARY },
  };
  await query(test, `UPDATE "StepRun" SET "outputs" = $2 WHERE "runId" = $1`, [runId, outputs]);
  return { runId, stepId: 'step', output: 'report' };
}

async function addModel(
  test: TestApi,
  { workspaceId, runId }: { workspaceId: string; runId: string },
  digest: string,
) {
  await query(
    test,
    `WITH m AS (INSERT INTO "RegisteredModel" ("id", "workspaceId", "name")
       VALUES (gen_random_uuid(), $1, 'a model') RETURNING "id"),
     v AS (INSERT INTO "ModelVersion"
         ("id", "workspaceId", "modelId", "number", "digest", "labels", "metrics", "notes", "runId", "stepId")
       SELECT gen_random_uuid(), $1, "id", 1, $2, '[]', '{}', $3, $4, 'step'
       FROM m RETURNING "id", "modelId")
     INSERT INTO "ModelTag" ("workspaceId", "modelId", "tag", "versionId")
       SELECT $1, "modelId", 'best', "id" FROM v`,
    [workspaceId, digest, CANARY, runId],
  );
  return { model: 'a%20model', tag: 'best' };
}

async function query(test: TestApi, sql: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: test.env['DATABASE_URL'] });
  await client.connect();
  await client.query(sql, values);
  await client.end();
}
