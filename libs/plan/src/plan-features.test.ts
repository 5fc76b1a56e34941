import { describe, expect, it } from '@jest/globals';
import type { Graph } from '@graft/graph';
import { createResources } from '@graft/nodes';
import { tinyBase, tinyColours } from '@graft/testing';
import { MOST_CALIBRATION_PICTURES } from './cache-key';
import { FEATURE_BUDGET_BYTES } from './decide-features';
import { compileOk, draw, stepOf } from '@graft/testing/drawings';

describe('features', () => {
  it('are shared by training and evaluation, whatever the split', () => {
    const compiled = compileOk(draw());
    const [extraction] = compiled.plan.steps;
    expect(extraction).toMatchObject({
      kind: 'extract-features',
      params: { cut: ['avg_pool'], executor: 'onnx', dtype: 'float32' },
      data: { examples: { dataset: tinyColours.digest, operations: [] } },
    });
    expect(stepOf(compiled, 'train').features?.steps).toEqual({
      train: extraction?.id,
      validation: extraction?.id,
    });
    expect(stepOf(compiled, 'evaluate').features?.steps).toEqual({ dataset: extraction?.id });
    expect(compileOk(draw({ split: { seed: 9 } })).plan.steps[0]).toEqual(extraction);
  });

  it('have one row key for every selection of examples', () => {
    // data -> few -> split: another selection, the same rows
    const graph = draw();
    const sampled: Graph = {
      ...graph,
      nodes: [...graph.nodes, { id: 'few', kind: 'sample', version: 1, params: { perClass: 8 } }],
      edges: [
        ...graph.edges.filter((edge) => edge.to.node !== 'split'),
        { from: { node: 'data', port: 'dataset' }, to: { node: 'few', port: 'dataset' } },
        { from: { node: 'few', port: 'dataset' }, to: { node: 'split', port: 'dataset' } },
      ],
    };
    const [whole, part] = [graph, sampled].map((each) => compileOk(each).plan.steps[0]);
    expect(part?.rowKey).toBe(whole?.rowKey);
    expect(part?.key).not.toBe(whole?.key);
  });

  it('are not used when the first layers train', () => {
    const compiled = compileOk(draw({ freeze: { mode: 'none' } }));
    expect(compiled.plan.steps.map((step) => step.kind)).not.toContain('extract-features');
    expect(stepOf(compiled, 'train').features).toBeUndefined();
  });

  it('are not stored when they need more than the budget, and the note says so', () => {
    const count = Math.ceil(FEATURE_BUDGET_BYTES / (4 * 4) / 3) + 1;
    const classes = tinyColours.classes.map(({ name }) => ({ name, count }));
    const resources = createResources({ dataset: [{ ...tinyColours, classes }], base: [tinyBase] });
    const compiled = compileOk(draw(), resources);
    expect(compiled.plan.steps.map((step) => step.kind)).not.toContain('extract-features');
    expect(compiled.notes[compiled.nodeSteps['train'] ?? '']?.join()).toContain('more than 4 GB');
  });

  it('say how they are computed', () => {
    const compiled = compileOk(draw());
    expect(compiled.notes[compiled.nodeSteps['train'] ?? '']?.join()).toContain(
      'up to "avg_pool" run once per picture by ONNX',
    );
  });

  it('are computed again where that is cheaper than reading them, and the note says so', () => {
    // ... train -> tune -> judge
    const graph = draw();
    const from = (node: string, port: string) => ({ node, port });
    const tuned: Graph = {
      ...graph,
      nodes: [
        ...graph.nodes,
        { id: 'tune', kind: 'fine-tune', version: 1, params: { blocks: 1 } },
        { id: 'judge', kind: 'evaluate', version: 1, params: { topK: 2 } },
      ],
      edges: [
        ...graph.edges,
        { from: from('train', 'model'), to: from('tune', 'model') },
        { from: from('split', 'train'), to: from('tune', 'train') },
        { from: from('split', 'validation'), to: from('tune', 'validation') },
        { from: from('tune', 'model'), to: from('judge', 'model') },
        { from: from('split', 'test'), to: from('judge', 'dataset') },
      ],
    };
    const compiled = compileOk(tuned);
    expect(stepOf(compiled, 'tune').needs).toContain(compiled.nodeSteps['train']);
    const note = compiled.notes[compiled.nodeSteps['tune'] ?? '']?.join();
    expect(note).toContain('up to "block1_conv" are computed every time');
    expect(stepOf(compiled, 'judge').features).toBeUndefined();
  });

  it('in fast precision are scaled by the train part, for evaluation too, under keys of their own', () => {
    const fast = compileOk(draw({ train: { precision: 'fast' } }));
    const [exact] = compileOk(draw()).plan.steps;
    const [extraction] = fast.plan.steps;
    expect(extraction).toMatchObject({
      params: { precision: 'fast', calibrated: MOST_CALIBRATION_PICTURES },
      data: { calibration: stepOf(fast, 'train').data['train'] },
    });
    expect(exact?.params).not.toHaveProperty('precision');
    expect(extraction?.rowKey).not.toBe(exact?.rowKey);
    expect(extraction?.key).not.toBe(exact?.key);
    expect(stepOf(fast, 'train').key).not.toBe(stepOf(compileOk(draw()), 'train').key);
    expect(stepOf(fast, 'evaluate').features?.steps).toEqual({ dataset: extraction?.id });
    const note = fast.notes[fast.nodeSteps['train'] ?? '']?.join();
    expect(note).toContain('by ONNX in fast precision (int8)');
    // Other training pictures: other scales.
    const other = compileOk(draw({ train: { precision: 'fast' }, split: { seed: 9 } }));
    expect(other.plan.steps[0]?.rowKey).not.toBe(extraction?.rowKey);
  });

  it('do not change a step that reads none, whatever the precision', () => {
    const whole = { freeze: { mode: 'none' } };
    const fast = compileOk(draw({ ...whole, train: { precision: 'fast' } }));
    expect(stepOf(fast, 'train').key).toBe(stepOf(compileOk(draw(whole)), 'train').key);
  });
});
