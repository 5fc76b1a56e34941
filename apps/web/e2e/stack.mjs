import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const TEMPLATES = join(import.meta.dirname, '../../../assets/templates');
const RUN_LIMIT_MS = 180_000;
const ENDED = new Set(['succeeded', 'failed', 'cancelled']);

/** The address that `npm start` prints, of the stack that is tested. */
export const url = process.env.GRAFT_URL ?? '';
assert.ok(url, 'set GRAFT_URL to the address that npm start prints');
export const { origin } = new URL(url);
export const token = new URLSearchParams(new URL(url).hash.slice(1)).get('token') ?? '';

/** Asks the API. @throws Error with its answer when it refuses. */
export async function askApi(method, path, body) {
  const response = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

/** The probabilities, by label, that a version of a model gives for a picture or a text. */
export async function askModel(model, version, asked) {
  const type = typeof asked === 'string' ? 'text/plain' : 'image/png';
  const response = await fetch(
    `${origin}/api/v1/models/${model}/predict?version=${version}&top=50`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body: asked,
    },
  );
  assert.equal(response.status, 200);
  const { predictions } = await response.json();
  return Object.fromEntries(
    predictions[0].top.map(({ label, probability }) => [label, probability]),
  );
}

/** A template as it ships. */
export async function readTemplate(name) {
  return JSON.parse(await readFile(join(TEMPLATES, `${name}.graph.json`), 'utf8'));
}

/** Saves a graph as a pipeline of its own; resolves with its id. */
export async function createPipeline(graph, name = graph.name) {
  const { pipelineId } = await askApi('POST', '/pipelines', { name, draft: { ...graph, name } });
  return pipelineId;
}

/** Makes sure that there are two finished runs that registered a model; resolves with their ids. */
export async function ensureRuns() {
  const { runs } = await askApi('GET', '/runs?limit=100');
  const done = [];
  for (const { runId, status, pipelineId } of runs) {
    if (done.length === 2) break;
    if (status !== 'succeeded' || pipelineId === null) continue;
    const { models } = await askApi('GET', `/runs/${runId}`);
    if (models.length > 0) done.push(runId);
  }
  while (done.length < 2) done.push(await runForALook());
  return done;
}

/** A run of its own of the main template, trained with these settings, which has ended well. Resolves with its id. */
export async function runForALook(name = `Objects for a look ${Date.now()}`, settings = {}) {
  const graph = await readTemplate('objects-feature-extraction');
  const nodes = graph.nodes.map((node) =>
    node.id === 'train' ? { ...node, params: { ...node.params, ...settings } } : node,
  );
  const pipelineId = await createPipeline({ ...graph, nodes }, name);
  const { runId } = await askApi('POST', '/runs', { pipelineId });
  await waitForRun(runId);
  return runId;
}

/** A table of ways of transferring to look at: begun and ended again. Resolves with the run's id. */
export async function startWays() {
  const { runId } = await askApi('POST', '/which-transfer', { dataset: 'emoji-objects' });
  await askApi('POST', `/runs/${runId}/cancel`);
  return runId;
}

/** Ends every run of a pipeline that has not ended: none goes on after its test. */
export async function cancelRuns(pipelineId) {
  const { runs } = await askApi('GET', '/runs?limit=100');
  const open = runs.filter((run) => run.pipelineId === pipelineId && !ENDED.has(run.status));
  await Promise.all(open.map(({ runId }) => askApi('POST', `/runs/${runId}/cancel`)));
}

/** Waits for an example data set: a stack brings them in after its start. */
export async function waitForDataset(name) {
  const until = Date.now() + RUN_LIMIT_MS;
  for (;;) {
    const { datasets } = await askApi('GET', '/datasets');
    if (datasets.some((dataset) => dataset.name === name)) return;
    if (Date.now() > until) throw new Error(`there is no data set ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Waits until a run has ended well. @throws Error when it ends otherwise, or takes longer than it may */
export async function waitForRun(runId, limitMs = RUN_LIMIT_MS) {
  const until = Date.now() + limitMs;
  for (;;) {
    const run = await askApi('GET', `/runs/${runId}`);
    if (run.status === 'succeeded') return run;
    if (run.status === 'failed' || run.status === 'cancelled' || Date.now() > until) {
      throw new Error(`run ${runId} is ${run.status}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** The part of a template that learns names by frozen word vectors alone, in seconds, and registers `model`. */
export async function takeNames(model) {
  const graph = await readTemplate('names-word-vectors');
  const kept = new Set(['data', 'split', 'vectors', 'head', 'train', 'frozen-report', 'register']);
  const nodes = graph.nodes
    .filter(({ id }) => kept.has(id))
    .map((node) => (node.id === 'register' ? { ...node, params: { name: model } } : node));
  const edges = graph.edges.filter(({ from, to }) => kept.has(from.node) && kept.has(to.node));
  edges.push({ from: { node: 'train', port: 'model' }, to: { node: 'register', port: 'model' } });
  edges.push({
    from: { node: 'frozen-report', port: 'report' },
    to: { node: 'register', port: 'report' },
  });
  return { ...graph, nodes, edges, exposed: [] };
}
