import { routes, type Route } from '@graft/contracts';
import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { People, type Person } from '../accounts/people.fixture';
import { startTestApi, type TestApi } from '../platform/api.fixture';
import { DRAFT, fillWorkspace } from './filled-workspace.fixture';

// Every route that names something, asked for what is really there in another workspace, with a body that it would
// take. The owner of the things asks the same afterwards: who is told that they aren't there would prove nothing.

type Ids = Readonly<Record<string, string>>;

/** What is not of a workspace: workers, and the list of what others publish. */
const OF_NO_WORKSPACE = ['drainWorker', 'fetchPublishedBase'];
/** Asked last by the owner, because other things go with them. */
const TAKE_OTHERS = ['deleteModelVersion', 'deletePipeline', 'removeMember'];

const named = Object.entries(routes)
  .map(([name, route]: [string, Route]) => ({ name, route }))
  .filter(({ name, route }) => route.path.includes(':') && !OF_NO_WORKSPACE.includes(name))
  .sort((a, b) => rank(a) - rank(b));

function rank({ name, route }: { name: string; route: Route }): number {
  return TAKE_OTHERS.includes(name) ? 2 : route.method === 'DELETE' ? 1 : 0;
}

const outside = { name: 'data', title: 'Data' };
const drawing = {
  ...{ kind: 'component:x@1', title: 'x', edges: [], params: [], inputs: [] },
  nodes: [{ id: 'data', kind: 'dataset', params: {}, position: { x: 0, y: 0 } }],
  outputs: [{ ...outside, from: { node: 'data', port: 'data' } }],
};

/** A body that each route takes, for the things that are there. */
function writeBody(name: string, { digest = '' }: Ids): unknown {
  const label = { kind: 'merge-classes', classes: ['a'], into: 'c' };
  const bodies: Readonly<Record<string, unknown>> = {
    changeMember: { role: 'editor' },
    savePipeline: { revision: 1, name: 'mine now', draft: DRAFT },
    keepPipelineVersion: { revision: 1, name: 'mine now' },
    namePipelineVersion: { name: 'mine now' },
    addComponentVersion: { after: 1, components: [drawing] },
    renameComponent: { name: 'mine now' },
    setLearningRate: { value: 0.1 },
    setRunPriority: { priority: 'high' },
    changeDataset: { digest, changes: [label] },
    importUpload: { name: 'mine now', format: 'jsonl' },
    importBase: { name: 'mine now' },
    tagModel: { version: 1 },
    setModelNotes: { notes: 'mine now' },
  };
  return bodies[name];
}

let test: TestApi;
let people: People;
let owner: Person;
let stranger: Person;
let real: Ids;

beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']));
  people = new People(test);
  owner = await people.add(await people.localWorkspace(), 'owner', 'owner');
  const { workspaceId } = await people.database.workspaces.ensure('second', 'of the second');
  stranger = await people.add(workspaceId, 'stranger', 'owner', { admin: true });
  real = await fillWorkspace(test, people, owner);
});
afterAll(async () => {
  await people?.close();
  await test?.stop();
});

/** Ids of the same form that nothing has. */
function makeUp(): Ids {
  const made = Object.keys(real).map((name) => [
    name,
    name.endsWith('Id') || name === 'dataset'
      ? '01890000-0000-7000-8000-000000000000'
      : name === 'version'
        ? '7'
        : 'nothing',
  ]);
  return {
    ...(Object.fromEntries(made) as Ids),
    digest: real['digest'] ?? '',
    sha256: 'c'.repeat(64),
  };
}

function writeQuery(name: string, ids: Ids): string {
  const queries: Readonly<Record<string, string>> = {
    sendPiece: 'offset=0',
    previewUpload: 'format=jsonl',
    listConfused: `dataset=${ids['dataset'] ?? ''}&truth=a&answer=a`,
    predictDataset: `dataset=${ids['dataset'] ?? ''}`,
  };
  const query = queries[name];
  return query === undefined ? '' : `?${query}`;
}

/** Asks with the ids; a route that needs a body or an id which is not written here fails. */
async function ask(person: Person, { name, route }: (typeof named)[number], ids: Ids) {
  const path = route.path.replace(/:(\w+)/g, (_, param: string) => {
    const id = ids[param];
    if (id === undefined) throw new Error(`Put one of ":${param}" into the filled workspace`);
    return id;
  });
  const json = route.body?.kind === 'json' ? writeBody(name, real) : undefined;
  if (route.body?.kind === 'json' && json === undefined) {
    throw new Error(`Write a body that ${name} takes`);
  }
  const raw = route.body?.kind === 'raw' ? route.body.contentTypes[0] : undefined;
  const type = json === undefined ? raw : 'application/json';
  return send(person, route.method, `${path}${writeQuery(name, ids)}`, type, json ?? 'x');
}

async function send(person: Person, method: string, path: string, type?: string, body?: unknown) {
  const reply = await fetch(`${test.address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${person.token}`,
      ...(type === undefined ? {} : { 'content-type': type }),
    },
    ...(type === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await reply.text();
  const code = /"code":"([^"]+)"/.exec(text)?.[1];
  return { status: reply.status, code, text };
}

describe('what is there in another workspace', () => {
  it.each(named)('answers $name like what is nowhere', async (each) => {
    const foreign = await ask(stranger, each, real);
    const nowhere = await ask(stranger, each, makeUp());
    expect([foreign.status, foreign.code]).toEqual([404, nowhere.code]);
    expect(nowhere.status).toBe(404);
  });

  it.each([
    ['POST', '/api/v1/runs', () => ({ pipelineId: real['pipelineId'] })],
    ['POST', '/api/v1/runs', () => ({ parentId: real['runId'] })],
    ['POST', '/api/v1/runs', () => ({ graph: DRAFT, parentId: real['runId'] })],
    ['POST', '/api/v1/runs/plan', () => ({ pipelineId: real['pipelineId'] })],
    ['POST', '/api/v1/runs/plan', () => ({ parentId: real['runId'] })],
    ['POST', '/api/v1/which-transfer', () => ({ dataset: 'canary-of-the-first-workspace' })],
    ['PUT', '/api/v1/session/workspace', () => ({ workspaceId: owner.workspaceId })],
    [
      ...(['POST', '/api/v1/schedules'] as const),
      () => ({ pipelineId: real['pipelineId'], trigger: { type: 'cron', cron: '0 1 * * *' } }),
    ],
  ])('is not there for %s %s, named in its body', async (method, path, write) => {
    const { status, text } = await send(stranger, method, path, 'application/json', write());
    expect([403, 404, 422]).toContain(status);
    expect(text).not.toMatch(/"runId"|"scheduleId"/);
  });

  it('is not there for a schedule of a pipeline of their own', async () => {
    const { id } = await people.database.pipelines.create(stranger.workspaceId, 'own', DRAFT);
    const trigger = { type: 'data', datasetId: real['datasetId'] };
    const body = { pipelineId: id, trigger };
    const reply = await send(stranger, 'POST', '/api/v1/schedules', 'application/json', body);
    expect(reply.status).toBe(404);
  });

  it('has no stream of events', async () => {
    const path = `/api/v1/events?run=${real['runId'] ?? ''}`;
    expect((await send(stranger, 'GET', path)).status).toBe(404);
  });

  it('changed by nothing of this', async () => {
    const { database } = people;
    const { workspaceId } = owner;
    const [run, pipeline] = await Promise.all([
      database.runs.find(workspaceId, real['runId'] ?? ''),
      database.pipelines.find(workspaceId, real['pipelineId'] ?? ''),
    ]);
    expect(run).toMatchObject({ state: 'waiting', control: 'run', priority: 'normal' });
    expect(pipeline).toMatchObject({ revision: 1 });
  });
});

describe('what is there', () => {
  it.each(named)('answers $name of its owner', async (each) => {
    const { status, code } = await ask(owner, each, real);
    expect({ status, code }).not.toEqual({
      status: expect.any(Number),
      code: expect.stringMatching(/unknown|^body|^query/),
    });
    expect([400, 401, 404]).not.toContain(status);
  });
});
