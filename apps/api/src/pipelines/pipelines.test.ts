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

describe('versions of a pipeline', () => {
  const draftOf = (name: string) => ({ ...(graph as object), name }) as never;
  const open = async (name: string) => {
    const body = { name, draft: draftOf('as it began') };
    return { pipelineId: (await client.createPipeline({ body })).pipelineId };
  };

  it('keep the draft under a name, whatever becomes of the draft', async () => {
    const params = await open('named');
    const kept = await client.keepPipelineVersion({
      params,
      body: { name: 'before augmentation', revision: 1 },
    });
    expect(kept).toMatchObject({ number: 1, name: 'before augmentation', run: null });
    await client.savePipeline({ params, body: { revision: 1, draft: draftOf('changed') } });
    const found = await client.getPipelineVersion({
      params: { ...params, versionId: kept.versionId },
    });
    expect(found.graph).toMatchObject({ name: 'as it began' });
  });

  it('are not kept of a draft that somebody has changed meanwhile, nor twice under one name', async () => {
    const params = await open('contested');
    await client.savePipeline({ params, body: { revision: 1, draft: draftOf('of another') } });
    const keep = (revision: number) =>
      refusal(client.keepPipelineVersion({ params, body: { name: 'mine', revision } }));
    expect(await keep(1)).toMatchObject({
      ...{ status: 409, code: 'version.conflict', details: { revision: 2 } },
    });
    expect(await keep(2)).toBe('accepted');
    expect(await keep(2)).toMatchObject({ status: 409, code: 'pipeline-version.name-taken' });
  });

  it('list what runs have kept too; such a one can be named, and its name taken away', async () => {
    const params = await open('ran');
    await client.keepPipelineVersion({ params, body: { name: 'first', revision: 1 } });
    const { runId } = await client.startRun({ body: params });
    const listed = async (named: 'true' | 'false') =>
      (await client.listPipelineVersions({ params, query: { named } })).versions;
    const [ofRun, first] = await listed('false');
    expect([ofRun, first]).toMatchObject([
      { number: 2, name: null, run: { runId } },
      { number: 1, name: 'first', run: null },
    ]);
    expect(await listed('true')).toEqual([first]);
    const version = { ...params, versionId: ofRun?.versionId ?? '' };
    const name = (given: string | null) =>
      client.namePipelineVersion({ params: version, body: { name: given } });
    expect(await refusal(name('first'))).toMatchObject({ status: 409 });
    expect(await name('best so far')).toMatchObject({ name: 'best so far', run: { runId } });
    expect(await listed('true')).toHaveLength(2);
    expect(await name(null)).toMatchObject({ name: null });
    const rest = await client.listPipelineVersions({
      params,
      query: { after: version.versionId },
    });
    expect(rest.versions).toEqual([first]);
  });

  it('are those of one pipeline: another one does not show them', async () => {
    const [mine, other] = [await open('one'), await open('other')];
    const kept = await client.keepPipelineVersion({
      params: mine,
      body: { name: 'mine', revision: 1 },
    });
    const asked = client.getPipelineVersion({ params: { ...other, versionId: kept.versionId } });
    expect(await refusal(asked)).toMatchObject({ status: 404, code: 'pipeline-version.unknown' });
  });
});
