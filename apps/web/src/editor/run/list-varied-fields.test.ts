import { describe, expect, it } from '@jest/globals';
import { catalogue } from '@graft/nodes';
import { drawTraining } from '@graft/testing/drawings';
import { findVariedField, listVariedFields } from './list-varied-fields';

describe('the fields that can be varied', () => {
  // data -> split ----> train
  // base -> freeze -> head --/
  const graph = drawTraining().build();

  it('are those of the nodes that run, of the training first', () => {
    const [first, ...others] = listVariedFields(graph, catalogue);
    expect(first?.group).toBe('Train');
    expect(first?.items).toContainEqual({ value: 'train.learningRate', label: 'Learning rate' });
    expect(others.map(({ group }) => group)).toContain('Add head');
  });

  it('leave out muted nodes and tell nodes of one name apart', () => {
    const muted = {
      ...graph,
      nodes: graph.nodes.map((node) =>
        node.id === 'head' ? { ...node, mode: 'muted' as const } : { ...node, title: 'Same' },
      ),
    };
    const groups = listVariedFields(muted, catalogue).map(({ group }) => group);
    expect(groups).toHaveLength(graph.nodes.length - 1);
    expect(new Set(groups).size).toBe(groups.length);
  });

  it('are those of the form of their node, with what the graph has', () => {
    const found = findVariedField(graph, catalogue, 'train.learningRate');
    expect(found).toMatchObject({
      ...{ nodeId: 'train', value: expect.any(Number) as unknown },
      field: { title: 'Learning rate', input: { kind: 'log-slider' } },
    });
    for (const place of ['gone.epochs', 'train.gone', 'train']) {
      expect(findVariedField(graph, catalogue, place)).toBeUndefined();
    }
  });
});
