import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Client } from '@graft/contracts';
import { openDatabase, type Database } from '@graft/db';
import type { DataSelector } from '@graft/graph';
import { digestSpec, modelSpecSchema } from '@graft/model';
import { catalogue } from '@graft/nodes';
import { LocalBlobStore } from '@graft/storage';
import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApi, type TestApi } from '../platform/api.fixture';
import { refusal } from '../platform/refusal.fixture';
import { node, TRAINING_WIRES, wire } from '../runs/draw-graph.fixture';
import { importColours, importMoods, PER_CLASS } from './colours.fixture';
import { makePicture } from './picture.fixture';

let test: TestApi;
let client: Client;
let database: Database;
let digest: string;
let datasetId: string;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']), { bundled: true });
  await test.api.installed;
  client = test.client;
  database = openDatabase(test.env['DATABASE_URL'] ?? '');
  ({ digest, datasetId } = await importColours(client, { first: 'webp' }));
  await importMoods(client);
}, 120_000);
afterAll(async () => {
  await database.close();
  await test.stop();
});

async function lookAtPicture(
  ref: string,
  query: { size?: number; block?: string; most?: number } = {},
) {
  const body = new Blob([new Uint8Array(await makePicture('#804020'))]);
  return client.mapBaseFeatures({ params: { ref }, query, body, contentType: 'image/png' });
}

describe('a base model', () => {
  it('comes with its spec under the name that the catalog says', async () => {
    const [base] = (await client.getCatalog()).bases;
    const card = await client.getBase({ params: { ref: base?.ref ?? '' } });
    const { ref, name, digest: said, licence } = card;
    expect(base).toMatchObject({ ref, name, digest: said, licence });
    expect(card.spec.layers).toHaveLength(base?.layers ?? 0);
    expect(digestSpec(modelSpecSchema.parse(card.spec))).toBe(said);
  });

  it('that does not exist is refused', async () => {
    const params = { ref: 'nothing' };
    const strange = { status: 404, code: 'base.unknown' };
    expect(await refusal(client.getBase({ params }))).toMatchObject(strange);
    expect(await refusal(lookAtPicture(params.ref))).toMatchObject(strange);
  });

  it('shows what its blocks see in a picture, at the size that a graph gives it', async () => {
    const ref = 'efficientnet-lite0';
    const query = { size: 96, block: 'block7a', most: 5 };
    const { block, blocks, height, width, maps } = await lookAtPicture(ref, query);
    expect(blocks[0]).toMatchObject({ block: 'stem', height: 48, width: 48, channels: 32 });
    expect({ block, height, width }).toEqual({ block: 'block7a', height: 3, width: 3 });
    expect(maps).toHaveLength(5);
  });

  it('for words is not asked about pictures', async () => {
    expect(await refusal(lookAtPicture('glove-6b-100d-20k'))).toMatchObject({
      code: 'model.not-for-pictures',
    });
  });
});

describe('examples', () => {
  it('are listed by id, name or digest alike, page by page', async () => {
    const list = (dataset: string, query = {}) =>
      client.listExamples({ params: { dataset }, query });
    const all = await list('colours');
    expect(all.total).toBe(2 * PER_CLASS);
    expect(await list(datasetId)).toEqual(all);
    expect(await list(digest)).toEqual(all);
    const page = await list('colours', { limit: 3, offset: 38 });
    expect(page).toEqual({ total: all.total, examples: all.examples.slice(38) });
  });

  it('are listed of one class', async () => {
    const query = { class: 'red', limit: 5 };
    const { total, examples } = await client.listExamples({
      params: { dataset: 'colours' },
      query,
    });
    expect([total, examples.length]).toEqual([PER_CLASS, 5]);
    expect(examples.every(({ name, label }) => name.startsWith('red/') && label === 1)).toBe(true);
    const none = client.listExamples({ params: { dataset: 'colours' }, query: { class: 'green' } });
    expect(await refusal(none)).toMatchObject({ status: 404, code: 'class.unknown' });
  });

  it('are listed as a recipe leaves them, with the labels of the classes that it leaves', async () => {
    const list = (operations: unknown) =>
      client.listExamples({
        params: { dataset: 'colours' },
        query: { operations: JSON.stringify(operations), limit: 200 },
      });
    const use = (kind: string, params: object, port = 'dataset', version = 1) => ({
      ...{ kind, params, port, version },
    });
    const red = await list([use('filter-classes', { mode: 'keep', classes: ['red'] })]);
    expect([red.total, new Set(red.examples.map(({ label }) => label))]).toEqual([
      PER_CLASS,
      new Set([0]),
    ]);
    const split = { train: 0.5, validation: 0.25, test: 0.25 };
    const parts = await Promise.all(
      ['train', 'validation', 'test'].map((port) => list([use('split', split, port)])),
    );
    expect(parts.map(({ total }) => total)).toEqual([20, 10, 10]);
    expect(new Set(parts.flatMap(({ examples }) => examples.map(({ name }) => name))).size).toBe(
      40,
    );
    for (const wrong of [[use('nothing', {})], [use('split', split, 'train', 99)], { a: 1 }, '[']) {
      expect(await refusal(list(wrong))).toMatchObject({ status: 400, code: 'operations.invalid' });
    }
    expect(await refusal(list([use('sample', { perClass: 'x' })]))).toMatchObject({ status: 400 });
  });

  it('are divided for a look as Split would divide them', async () => {
    const look = (query: Parameters<Client['previewSplit']>[0]['query'] = {}) =>
      client.previewSplit({ params: { dataset: 'colours' }, query });
    const { parts } = await look({ validation: 0.25, test: 0.25, limit: 2 });
    expect(parts.map(({ part, counts }) => [part, ...counts])).toEqual([
      ['train', 10, 10],
      ['validation', 5, 5],
      ['test', 5, 5],
    ]);
    for (const { examples } of parts) {
      expect(examples.map(({ label }) => label)).toEqual([0, 1]);
    }
    expect(await look({ seed: 1 })).toEqual(await look());
    expect(await look({ seed: 2 })).not.toEqual(await look());
    const nothing = look({ validation: 0.5, test: 0.5 });
    expect(await refusal(nothing)).toMatchObject({ code: 'split.no_training_part' });
  });

  it('are given as they are stored, with headers that keep browsers careful', async () => {
    const { examples } = await client.listExamples({ params: { dataset: 'colours' } });
    const types = new Set<string | null>();
    for (const example of examples) {
      const reply = await client.getExample({
        params: { dataset: digest, sha256: example.sha256 },
      });
      expect(sha256(new Uint8Array(await reply.arrayBuffer()))).toBe(example.sha256);
      types.add(reply.headers.get('content-type'));
      expect(reply.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
      expect(reply.headers.get('content-security-policy')).toContain('sandbox');
    }
    expect([...types].sort()).toEqual(['image/png', 'image/webp']);
  });

  it('that are texts stand in the list, and are plain text by themselves', async () => {
    const { examples } = await client.listExamples({ params: { dataset: 'moods' } });
    expect(examples.map(({ text }) => text)).toEqual(['what a day', '<script>no</script>']);
    const params = { dataset: 'moods', sha256: examples[1]?.sha256 ?? '' };
    const reply = await client.getExample({ params });
    expect(reply.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await reply.text()).toBe('<script>no</script>');
  });

  it('of another data set, or of another workspace, are not there', async () => {
    const [text] = (await client.listExamples({ params: { dataset: 'moods' } })).examples;
    const params = { dataset: 'colours', sha256: text?.sha256 ?? '' };
    expect(await refusal(client.getExample({ params }))).toMatchObject({
      status: 404,
      code: 'example.unknown',
    });
    const other = await database.workspaces.ensure('other', 'other');
    const manifest = sha256(Buffer.from('foreign'));
    await database.blobs.record([{ digest: manifest, bytes: 7 }]);
    await database.datasets.addVersion({
      ...{ workspaceId: other.workspaceId, name: 'foreign', digest: manifest },
      ...{ element: { kind: 'text' }, classes: [], rejected: [] },
    });
    for (const dataset of ['foreign', manifest, 'nothing']) {
      const asked = client.listExamples({ params: { dataset } });
      expect(await refusal(asked)).toMatchObject({ status: 404, code: 'dataset.unknown' });
    }
  });
});

describe('suggestions', () => {
  const makeGraph = (name: string, evaluated: string | null) => ({
    format: 'graft.graph/1',
    name: 'colours',
    nodes: [
      node('data', 'dataset', { dataset: 'colours' }),
      node('split', 'split'),
      node('base', 'new-model'),
      node('head', 'add-head'),
      node('train', 'train', { epochs: 1 }),
      node('register', 'register-model', { name }),
      ...(evaluated === null ? [] : [node('evaluate', 'evaluate')]),
    ],
    edges: [
      ...TRAINING_WIRES,
      wire('train', 'model', 'register', 'model'),
      ...(evaluated === null
        ? []
        : [
            wire('train', 'model', 'evaluate', 'model'),
            wire('split', evaluated, 'evaluate', 'dataset'),
          ]),
    ],
  });

  /** A version of a model, registered as the worker registers it when the step ends. */
  async function register(name: string, evaluated: string | null): Promise<void> {
    const { runId } = await client.startRun({ body: { graph: makeGraph(name, evaluated) } });
    const { workspaceId } = await database.workspaces.ensure('local', 'local');
    const plan = await database.runs.findPlan(workspaceId, runId);
    const stepId = plan.steps.find(({ kind }) => kind === 'register-model')?.id ?? '';
    const taken = await database.steps.takeFence({ workspaceId, runId, stepId }, 'test');
    if (!taken.taken) throw new Error('the step has ended');
    const spec = plan.models[plan.steps.find(({ id }) => id === stepId)?.models['model'] ?? ''];
    const blobs = new LocalBlobStore(test.env['GRAFT_BLOBS'] ?? join(test.home, 'blobs'));
    const { digest: model } = await blobs.put({ bytes: Buffer.from(JSON.stringify(spec)) });
    const made = { name, notes: '', digest: model, labels: ['blue', 'red'], metrics: {} };
    await database.steps.commit(taken.hold, {
      outputs: { artifacts: { model: { kind: 'model', digest: model, bytes: 1 } }, summary: {} },
      ...{ provenance: {}, state: 'succeeded', reason: null, publishAs: null, changed: false },
      effects: [{ type: 'register-model', ...made }],
    });
  }

  /** What split puts into a part, asked of split itself. */
  async function listPart(part: string): Promise<string[]> {
    const { examples } = await client.listExamples({ params: { dataset: digest } });
    const split = catalogue.get('split');
    const selector = split?.data as DataSelector<unknown>;
    const whole = { classes: ['blue', 'red'], examples };
    const params: unknown = split?.params.parse({});
    return selector.select(whole, params, part).examples.map((each) => each.sha256);
  }

  it('are the test part of the run, class by class in turn', async () => {
    await register('tested', 'test');
    const ask = (query = {}) => client.listSuggestions({ params: { model: 'tested' }, query });
    const { examples } = await ask();
    const expected = await listPart('test');
    expect(expected.length).toBeGreaterThan(2);
    expect(examples.map((each) => each.sha256).sort()).toEqual([...expected].sort());
    const colours = examples.slice(0, 2).map(({ name }) => name.split('/')[0]);
    expect(colours.sort()).toEqual(['blue', 'red']);
    expect((await ask({ limit: 1, version: 1 })).examples).toEqual(examples.slice(0, 1));
    const [first] = examples;
    const params = { dataset: first?.datasetId ?? '', sha256: first?.sha256 ?? '' };
    expect((await client.getExample({ params })).status).toBe(200);
  });

  it('are none when nothing was evaluated, or only what was learned', async () => {
    await register('untested', null);
    await register('flattered', 'train');
    for (const model of ['untested', 'flattered']) {
      expect(await client.listSuggestions({ params: { model } })).toEqual({ examples: [] });
    }
  });

  it('of a model or version that does not exist are refused', async () => {
    const missing = [{ params: { model: 'nothing' } }];
    const calls = [...missing, { params: { model: 'tested' }, query: { version: 9 } }];
    for (const call of calls) {
      expect(await refusal(client.listSuggestions(call))).toMatchObject({
        status: 404,
        code: 'model.unknown',
      });
    }
  });
});
