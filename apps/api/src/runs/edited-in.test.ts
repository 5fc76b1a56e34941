import type { Client } from '@graft/contracts';
import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importColours } from '../datasets/colours.fixture';
import { startTestApi, type TestApi } from '../platform/api.fixture';
import { refusal } from '../platform/refusal.fixture';
import { colourGraph } from './draw-graph.fixture';

let test: TestApi;
let client: Client;

beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']));
  client = test.client;
  await importColours(client);
});
afterAll(() => test.stop());

const STRANGE = '01890000-0000-7000-8000-000000000000';

/** data -> split -> train -> evaluate, so many epochs long */
function drawGraph(epochs: number) {
  const nodes = colourGraph.nodes.map((node) =>
    node.id === 'train' ? { ...node, params: { epochs } } : node,
  );
  return { ...colourGraph, nodes };
}

/** data -> split -> train */
function drawTrainingAlone(epochs: number) {
  const graph = drawGraph(epochs);
  return {
    ...graph,
    nodes: graph.nodes.filter(({ id }) => id !== 'evaluate'),
    edges: graph.edges.filter(({ to }) => to.node !== 'evaluate'),
  };
}

const createPipeline = async (name: string) => {
  const draft = drawGraph(1) as Parameters<Client['createPipeline']>[0]['body']['draft'];
  return (await client.createPipeline({ body: { name, draft } })).pipelineId;
};

const explainTraining = async (body: Parameters<Client['planRun']>[0]['body']) => {
  const { steps } = await client.planRun({ body });
  return steps.find(({ node }) => node === 'train')?.reason;
};

describe('reasons of a plan', () => {
  it('compare with the last run of the pipeline that a graph is edited in, not with a newer one of its twin', async () => {
    const [one, twin] = [await createPipeline('one'), await createPipeline('twin')];
    await client.startRun({ body: { pipelineId: one, overrides: { 'train.epochs': 3 } } });
    await client.startRun({ body: { pipelineId: one, overrides: { 'train.epochs': 4 } } });
    await client.startRun({ body: { pipelineId: twin, overrides: { 'train.epochs': 2 } } });
    const graph = drawGraph(9);
    expect(await explainTraining({ graph, editedIn: one })).toBe('epochs changed from 4 to 9');
    expect(await explainTraining({ graph, editedIn: twin })).toBe('epochs changed from 2 to 9');
    const overrides = { 'train.epochs': 9 };
    expect(await explainTraining({ pipelineId: one, overrides })).toBe(
      'epochs changed from 4 to 9',
    );
  });

  it('compare with the most alike of the recent runs where the pipeline has none, or there is none', async () => {
    await client.startRun({ body: { graph: drawGraph(5) } });
    await client.startRun({ body: { graph: drawTrainingAlone(6) } });
    const graph = drawGraph(9);
    const fresh = await createPipeline('fresh');
    for (const body of [{ graph }, { graph, editedIn: fresh }]) {
      expect(await explainTraining(body)).toBe('epochs changed from 5 to 9');
    }
  });
});

describe('a graph that is edited in a pipeline', () => {
  it('is run as one of its runs', async () => {
    const pipelineId = await createPipeline('part');
    const body = { graph: drawTrainingAlone(7), editedIn: pipelineId };
    const { runId } = await client.startRun({ body });
    expect(await client.getRun({ params: { runId } })).toMatchObject({ pipelineId });
    expect((await client.listRuns()).runs[0]).toMatchObject({ runId, pipelineId });
    expect(await explainTraining({ graph: drawGraph(9), editedIn: pipelineId })).toBe(
      'epochs changed from 7 to 9',
    );
  });

  it('has its runs listed apart from all others', async () => {
    const pipelineId = await createPipeline('listed');
    const first = await client.startRun({ body: { pipelineId } });
    const second = await client.startRun({ body: { graph: drawGraph(2), editedIn: pipelineId } });
    await client.startRun({ body: { graph: drawGraph(3) } });
    const list = async (query: Parameters<Client['listRuns']>[0]) =>
      (await client.listRuns(query)).runs.map(({ runId }) => runId);
    expect(await list({ query: { pipelineId } })).toEqual([second.runId, first.runId]);
    expect(await list({ query: { pipelineId, limit: 1 } })).toEqual([second.runId]);
    expect(await list({ query: { pipelineId, after: second.runId } })).toEqual([first.runId]);
    expect(await list({ query: { pipelineId: STRANGE } })).toEqual([]);
  });

  it('is given, and the pipeline is there', async () => {
    const graph = drawGraph(1);
    for (const call of [client.planRun, client.startRun]) {
      expect(await refusal(call({ body: { graph, editedIn: STRANGE } }))).toMatchObject({
        ...{ status: 404, code: 'pipeline.unknown' },
      });
      const pipelineId = await createPipeline(call === client.planRun ? 'planned' : 'started');
      const both = call({ body: { pipelineId, editedIn: pipelineId } });
      expect(await refusal(both)).toMatchObject({ code: 'body.invalid' });
    }
  });
});
