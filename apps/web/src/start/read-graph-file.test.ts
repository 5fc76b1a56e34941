import { GRAPH_FORMAT } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { readGraphFile } from './read-graph-file';

const graph = {
  format: GRAPH_FORMAT,
  name: 'flowers',
  nodes: [{ id: 'data', kind: 'dataset', version: 1, params: { dataset: 'flowers' } }],
  edges: [],
};
const metadata = { format: 'graft.export/1', name: 'flowers', version: 3, runId: null, graph };
const zip = (entries: Record<string, unknown>) =>
  new Blob([
    new Uint8Array(
      zipSync(
        Object.fromEntries(
          Object.entries(entries).map(([name, value]) => [name, strToU8(JSON.stringify(value))]),
        ),
      ),
    ),
  ]);

describe('a dropped file', () => {
  it.each([
    ['the zip of an export', zip({ 'labels.json': ['a'], 'graft.json': metadata })],
    ['a Keras file', zip({ 'metadata.json': { keras_version: '3.8.0', graft: metadata } })],
    ['a saved pipeline', new Blob([JSON.stringify(graph)])],
  ])('opens its pipeline: %s', async (_, file) => {
    const { graph: read } = await readGraphFile(file);
    expect(read).toMatchObject({ name: 'flowers', nodes: [{ id: 'data' }] });
  });

  const broken = new Blob([zip({ 'graft.json': metadata }).slice(0, 40)]);
  it.each([
    ['a zip of pictures', zip({ 'cat/1.png': 'x' })],
    ['a Keras file of elsewhere', zip({ 'metadata.json': { keras_version: '3.8.0' } })],
    ['an export of a model that was imported', zip({ 'graft.json': { ...metadata, graph: null } })],
    [
      'a pipeline of another format',
      zip({ 'graft.json': { ...metadata, graph: { format: 'x' } } }),
    ],
    ['a broken zip', broken],
    ['a picture', new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47])])],
    ['nothing', new Blob([])],
  ])('without a pipeline says why: %s', async (_, file) => {
    const { graph: none, problem } = await readGraphFile(file);
    expect(none).toBeUndefined();
    expect(problem).toMatch(/\w{3}/);
  });
});
