import type { Client } from '@graft/contracts';
import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importColours } from '../datasets/colours.fixture';
import { startTestApi, type TestApi } from '../platform/api.fixture';
import { refusal } from '../platform/refusal.fixture';
import { colourGraph as graph } from '../runs/draw-graph.fixture';

let test: TestApi;
let client: Client;

beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']));
  client = test.client;
  await importColours(client);
});
afterAll(() => test.stop());

describe('pipelines', () => {
  const draft = { format: 'graft.graph/1' as const, nodes: [], edges: [] };

  it('lose no save: who saves on an old revision is told the new one', async () => {
    const { pipelineId, revision } = await client.createPipeline({ body: { name: 'mine', draft } });
    const saves = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        refusal(
          client.savePipeline({
            params: { pipelineId },
            body: { revision, draft: { ...draft, name: `save ${index}` } },
          }),
        ),
      ),
    );
    expect(saves.filter((each) => each === 'accepted')).toHaveLength(1);
    expect(saves.find((each) => each !== 'accepted')).toMatchObject({
      status: 409,
      code: 'version.conflict',
      details: { revision: revision + 1 },
    });
  });

  it('are renamed, run and deleted; the runs stay', async () => {
    const { pipelineId } = await client.createPipeline({
      body: { name: 'short', draft: graph as never },
    });
    const params = { pipelineId };
    const saved = await client.savePipeline({ params, body: { revision: 1, name: 'long' } });
    expect(saved).toMatchObject({ name: 'long', revision: 2 });
    const taken = client.createPipeline({ body: { name: 'long', draft } });
    expect(await refusal(taken)).toMatchObject({ status: 409, code: 'pipeline.name-taken' });
    const { runId } = await client.startRun({ body: { pipelineId } });
    expect(await client.getRun({ params: { runId } })).toMatchObject({ pipelineId });
    await client.deletePipeline({ params });
    expect(await refusal(client.getPipeline({ params }))).toMatchObject({ status: 404 });
    expect(await client.getRun({ params: { runId } })).toMatchObject({ pipelineId: null });
  });
});
