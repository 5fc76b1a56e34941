import { makeComponent, parseGraph, type Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { tinyResources } from '@graft/testing';
import { draw } from '@graft/testing/drawings';
import { describe, expect, it } from '@jest/globals';
import { readCopied } from '../document/copy-graph';
import { createEditorStore } from './editor-store';
import { loadRules } from './graph-rules';

const KIND = 'component:trained@1';

function group(graph: Graph) {
  const wish = { kind: KIND, title: 'Trained', params: [{ node: 'train', param: 'epochs' }] };
  const made = makeComponent(graph, catalogue, ['head', 'train'], wish);
  if (!made.ok) throw new Error(made.reason);
  return made.graph;
}

const open = (graph: Graph) => createEditorStore({ catalogue, resources: tinyResources, graph });
const EMPTY: Graph = { format: 'graft.graph/1', nodes: [], edges: [] };

describe('the editor of a pipeline with components', () => {
  it('learns the rules of components with the first one, and then knows ports and problems', async () => {
    const store = open(draw());
    store.getState().replace(group(draw()));
    await loadRules();
    const { catalogue: known, inspection, issuesOf } = store.getState();
    expect(Object.keys(known.get(KIND)?.outputs ?? {})).toContain('model');
    expect(inspection.summaries.get('trained')).toHaveProperty('model');
    expect(issuesOf.get('trained') ?? []).toEqual([]);
    expect(store.getState().cards.find(({ id }) => id === 'trained')?.handles).not.toEqual([]);
  });

  it('undoes and does again what was put in place, set outside, and removed', async () => {
    await loadRules();
    const store = open(draw());
    const before = store.getState().history.present;
    store.getState().replace(group(before));
    store.getState().setParams('trained', { epochs: 3 });
    expect(store.getState().inspection.params.get('trained/train')).toMatchObject({ epochs: 3 });
    store.getState().undo();
    store.getState().undo();
    expect(store.getState().history.present).toBe(before);
    expect(store.getState().catalogue.has(KIND)).toBe(false);
    store.getState().redo();
    expect(store.getState().catalogue.has(KIND)).toBe(true);
    store.getState().select(['trained']);
    store.getState().removeSelected();
    expect(store.getState().history.present).not.toHaveProperty('components');
  });

  it('carries the component with what is copied, and puts it in elsewhere', async () => {
    await loadRules();
    const store = open(group(draw()));
    store.getState().select(['split']);
    expect(store.getState().copySelected()).not.toHaveProperty('components');
    store.getState().select(['trained']);
    const copied = readCopied(JSON.stringify(store.getState().copySelected()));
    if (copied === null) throw new Error('nothing copied');
    const other = open(EMPTY);
    other.getState().paste(copied, { x: 0, y: 0 });
    other.getState().paste(copied, { x: 0, y: 0 });
    const { present } = other.getState().history;
    expect(present.nodes.map(({ id, kind }) => [id, kind])).toEqual([
      ['trained', KIND],
      ['trained2', KIND],
    ]);
    expect(present.components).toHaveLength(1);
    expect(parseGraph(structuredClone(present)).issues).toEqual([]);
  });
});
