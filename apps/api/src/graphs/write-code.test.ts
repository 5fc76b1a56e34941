import { createHash } from 'node:crypto';
import type { Client } from '@graft/contracts';
import { GraphBuilder } from '@graft/testing';
import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importColours, importMoods } from '../datasets/colours.fixture';
import { startTestApi, type TestApi } from '../platform/api.fixture';
import { refusal } from '../platform/refusal.fixture';
import { unzipSync } from 'fflate';

let test: TestApi;
let client: Client;

beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']), { bundled: true });
  ({ client } = test);
  await importColours(client);
  await importMoods(client);
}, 120_000);
afterAll(() => test.stop());

/** data -> split -> net -> head -> train */
function drawTraining() {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset: 'colours' })
    .node('split', 'split')
    .node('net', 'new-model', { preset: 'small-cnn' })
    .node('head', 'add-head')
    .node('train', 'train')
    .chain('data', 'split')
    .wire('split.train', 'net.dataset')
    .wire('net', 'head.model')
    .wire('split.train', 'head.dataset')
    .wire('head', 'train.model')
    .wire('split.train', 'train.train')
    .wire('split.validation', 'train.validation')
    .build();
}

async function download(response: Response): Promise<Record<string, Uint8Array>> {
  return unzipSync(new Uint8Array(await response.arrayBuffer()));
}

describe('a graph as code', () => {
  it('comes with the list of its examples, each a file of the exported data set', async () => {
    const { files, issues } = await client.writeCode({
      body: { graph: drawTraining(), language: 'node' },
    });
    expect(issues).toEqual([]);
    expect(files.map(({ name }) => name)).toEqual(['train.mjs', 'examples.json']);
    expect(files[0]?.text).toContain('graft datasets export colours --out data/colours');
    const listed = Object.values(
      JSON.parse(files[1]?.text ?? '') as Record<string, { file: string; label: string }[]>,
    ).flat();
    const stored = await download(await client.exportDataset({ params: { dataset: 'colours' } }));
    expect(listed.length).toBeGreaterThan(2);
    for (const { file, label } of listed) {
      const name = file.replace('colours/', '');
      expect(name.startsWith(`${label}/`)).toBe(true);
      const digest = createHash('sha256')
        .update(stored[name] ?? '')
        .digest('hex');
      expect(name).toContain(digest.slice(0, 20));
    }
  });

  it('lists texts themselves, and where the words that it knows come from', async () => {
    // moods -> head, train ; glove -> head -> train
    const graph = new GraphBuilder()
      .node('data', 'dataset', { dataset: 'moods' })
      .node('glove', 'word-vectors')
      .node('head', 'add-head')
      .node('train', 'train')
      .wire('glove', 'head.model')
      .wire('data.dataset', 'head.dataset')
      .wire('head', 'train.model')
      .wire('data.dataset', 'train.train')
      .wire('data.dataset', 'train.validation')
      .build();
    const { files, issues } = await client.writeCode({ body: { graph, language: 'node' } });
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(files[0]?.text).toContain('graft models export glove-6b-100d-20k --format words');
    const listed = Object.values(
      JSON.parse(files[1]?.text ?? '') as Record<string, { text: string; label: string }[]>,
    ).flat();
    const { 'texts.csv': table } = await download(
      await client.exportDataset({ params: { dataset: 'moods' } }),
    );
    const stored = new TextDecoder().decode(table);
    expect(listed.length).toBeGreaterThan(1);
    for (const { text, label } of listed) {
      expect(text).not.toBe('');
      expect(stored).toContain(`${text},${label}`);
    }
  });

  it('is written for Keras where nothing else is asked for', async () => {
    const { files } = await client.writeCode({ body: { graph: drawTraining() } });
    expect(files[0]).toMatchObject({ name: 'train.py' });
  });

  it('answers the errors of a graph, and no file', async () => {
    const graph = new GraphBuilder().node('train', 'train').build();
    const { files, issues } = await client.writeCode({ body: { graph } });
    expect(files).toEqual([]);
    expect(issues[0]?.severity).toBe('error');
    const nonsense = await client.writeCode({ body: { graph: 'no graph' } });
    expect(nonsense.issues).not.toEqual([]);
  });
});

describe('an exported data set', () => {
  it('of texts is a table', async () => {
    const { 'texts.csv': table } = await download(
      await client.exportDataset({ params: { dataset: 'moods' } }),
    );
    const lines = new TextDecoder().decode(table).trim().split('\r\n');
    expect(lines[0]).toBe('text,label');
    expect(lines.length).toBeGreaterThan(2);
  });

  it('that does not exist is refused', async () => {
    const asked = client.exportDataset({ params: { dataset: 'nothing' } });
    expect(await refusal(asked)).toMatchObject({ status: 404, code: 'dataset.unknown' });
  });
});
