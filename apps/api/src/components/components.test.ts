import type { Client } from '@graft/contracts';
import {
  graphComponentSchema,
  graphSchema,
  makeComponent,
  type GraphComponent,
} from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importColours } from '../datasets/colours.fixture';
import { startTestApi, type TestApi } from '../platform/api.fixture';
import { refusal } from '../platform/refusal.fixture';
import { colourGraph } from '../runs/draw-graph.fixture';

let test: TestApi;
let client: Client;

beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']));
  client = test.client;
  await importColours(client);
});
afterAll(() => test.stop());

const GRAPH = graphSchema.parse(colourGraph);

function make(ids: readonly string[], kind = 'component:new@1') {
  const made = makeComponent(GRAPH, catalogue, ids, { kind, title: 'New', params: [] });
  if (!made.ok) throw new Error(made.reason);
  return made;
}

const TRAINS = GRAPH.nodes.filter(({ kind }) => kind === 'train').map(({ id }) => id);

const read = (components: unknown): GraphComponent[] =>
  graphComponentSchema.array().parse(components);

describe('components of a workspace', () => {
  it('are kept under a name and a kind of their own, and read back by version', async () => {
    const { component } = make(TRAINS);
    const made = await client.createComponent({
      body: { name: 'My training', components: [component] },
    });
    const kind = `component:${made.componentId}@1`;
    expect(made).toMatchObject({ name: 'My training', version: 1 });
    expect(read(made.components)).toEqual([{ ...component, kind, title: 'My training' }]);
    const { components } = await client.listComponents({ query: {} });
    expect(components).toMatchObject([{ componentId: made.componentId, version: 1 }]);
    const found = await client.getComponentVersion({
      params: { componentId: made.componentId, version: 1 },
    });
    expect(found).toEqual(made);
  });

  it('have versions, of which nobody overwrites one', async () => {
    const { component } = make(TRAINS);
    const body = { name: 'contested', components: [component] };
    const { componentId } = await client.createComponent({ body });
    const params = { componentId };
    const next = { after: 1, components: [{ ...component, summary: 'Trains.' }] };
    const adds = [1, 2, 3].map(() => refusal(client.addComponentVersion({ params, body: next })));
    const results = await Promise.all(adds);
    expect(results.filter((each) => each === 'accepted')).toHaveLength(1);
    expect(results.find((each) => each !== 'accepted')).toMatchObject({
      ...{ status: 409, code: 'version.conflict', details: { version: 2 } },
    });
    const [one, two] = await Promise.all(
      [1, 2].map((version) => client.getComponentVersion({ params: { componentId, version } })),
    );
    expect(read(one?.components)[0]).not.toHaveProperty('summary');
    expect(read(two?.components)[0]).toMatchObject({
      kind: `component:${componentId}@2`,
      summary: 'Trains.',
    });
    expect(
      await refusal(client.getComponentVersion({ params: { componentId, version: 3 } })),
    ).toMatchObject({
      ...{ status: 404, code: 'component.unknown' },
    });
  });

  it('are refused with what is wrong: a name that is taken, a drawing that is none', async () => {
    const { component } = make(TRAINS);
    const create = (name: string, drawn: GraphComponent) =>
      refusal(client.createComponent({ body: { name, components: [drawn] } }));
    expect(await create('twice', component)).toBe('accepted');
    expect(await create('twice', component)).toMatchObject({
      status: 409,
      code: 'component.name-taken',
    });
    const [input] = component.inputs;
    if (input === undefined) throw new Error('no input');
    const ghost = { ...component, inputs: [{ ...input, to: [{ node: 'ghost', port: 'model' }] }] };
    expect(await create('ghost', ghost)).toMatchObject({
      ...{
        status: 422,
        code: 'component.invalid',
        details: { issues: [{ code: 'graph.component' }] },
      },
    });
    const self = {
      ...component,
      nodes: [{ id: 'x', kind: component.kind, version: 1, params: {} }],
    };
    expect(
      await create('itself', { ...self, edges: [], inputs: [], outputs: [], params: [] }),
    ).toMatchObject({
      status: 422,
    });
  });

  it('are renamed and deleted; a graph that holds one runs all the same, as the graph without it', async () => {
    const { component } = make(TRAINS);
    const body = { name: 'short', components: [component] };
    const made = await client.createComponent({ body });
    const params = { componentId: made.componentId };
    expect(await client.renameComponent({ params, body: { name: 'long' } })).toMatchObject({
      name: 'long',
    });
    const [kept] = read(made.components);
    const drawn = makeComponent(GRAPH, catalogue, TRAINS, {
      ...{ kind: kept?.kind ?? '', title: 'short', params: [] },
    });
    if (!drawn.ok) throw new Error(drawn.reason);
    await client.deleteComponent({ params });
    expect(await refusal(client.deleteComponent({ params }))).toMatchObject({ status: 404 });
    const [flat, held] = await Promise.all(
      [GRAPH, drawn.graph].map((graph) => client.planRun({ body: { graph } })),
    );
    expect(held?.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(held?.planDigest).toBe(flat?.planDigest);
    expect(held?.steps.map(({ node }) => node)).toContain(`${drawn.nodeId}/${TRAINS[0]}`);
    const rerun = [drawn.nodeId, `${drawn.nodeId}/${TRAINS[0]}`];
    expect((await client.planRun({ body: { graph: drawn.graph, rerun } })).planDigest).toBe(
      flat?.planDigest,
    );
  });
});
