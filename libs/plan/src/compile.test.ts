import { describe, expect, it } from '@jest/globals';
import { digestJson } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { GraphBuilder, tinyResources } from '@graft/testing';
import { compile } from './compile';
import { compileOk, draw, drawHead, stepOf } from '@graft/testing/drawings';
import { planSchema } from './plan';

describe('compile', () => {
  it('folds the recipes into the steps that apply them', () => {
    const compiled = compileOk(draw());
    expect(compiled.plan.steps.map((step) => step.kind)).toEqual([
      'extract-features',
      'train',
      'evaluate',
      'register-model',
    ]);
    const train = stepOf(compiled, 'train');
    expect(train.data['train']?.operations).toMatchObject([{ kind: 'split', port: 'train' }]);
    expect(train.data['validation']?.operations).toMatchObject([{ port: 'validation' }]);
    expect(stepOf(compiled, 'evaluate').data['dataset']?.operations).toMatchObject([
      { kind: 'split', port: 'test' },
    ]);
    expect(planSchema.parse(compiled.plan)).toEqual(compiled.plan);
    const { models, ...rest } = compiled.plan;
    expect(compiled.digest).toBe(digestJson({ ...rest, models: Object.keys(models).sort() }));
    for (const [digest, spec] of Object.entries(models)) expect(digestJson(spec)).toBe(digest);
  });

  it('knows nothing of what is shown of a graph: the plan stays the same', () => {
    const graph = draw();
    const shown = { ...graph, exposed: [{ node: 'train', param: 'epochs' }] };
    expect(compileOk(shown).digest).toBe(compileOk(graph).digest);
  });

  it('tells a step what its model has learned from, where that is of the same data', () => {
    const learned = stepOf(compileOk(draw()), 'evaluate').data['learned'];
    expect(learned?.operations).toMatchObject([{ kind: 'split', port: 'train' }]);
    const builder = drawHead()
      .wire('split.train', 'head')
      .node('evaluate', 'evaluate', { topK: 2 })
      .wire('head', 'evaluate')
      .wire('split.test', 'evaluate');
    const untrained = compile(builder.build(), catalogue, tinyResources);
    if (!untrained.ok) throw new Error(JSON.stringify(untrained.issues));
    expect(Object.keys(stepOf(untrained, 'evaluate').data)).toEqual(['dataset']);
  });

  it('names learned weights and artifacts by step ids, and waits for those steps', () => {
    const compiled = compileOk(draw());
    const [train, evaluate, register] = ['train', 'evaluate', 'register'].map((node) =>
      stepOf(compiled, node),
    );
    const spec = compiled.plan.models[evaluate?.models['model'] ?? ''];
    expect(spec?.layers.at(-1)?.weights.map((weight) => weight.source)).toEqual([
      { kind: 'step', step: train?.id, output: 'weights' },
      { kind: 'step', step: train?.id, output: 'weights' },
    ]);
    expect(register?.artifacts).toEqual({ report: [{ step: evaluate?.id, output: 'report' }] });
    expect(register?.needs).toEqual([evaluate?.id, train?.id].sort());
    expect(register?.cacheable).toBe(false);
    expect(train?.id).toBe(`train-${train?.key.slice(0, 12)}`);
  });

  it('interns each spec once', () => {
    const compiled = compileOk(draw());
    const used = compiled.plan.steps.flatMap((step) => Object.values(step.models));
    expect(Object.keys(compiled.plan.models).sort()).toEqual([...new Set(used)].sort());
    for (const [digest, spec] of Object.entries(compiled.plan.models)) {
      expect(digestJson(spec)).toBe(digest);
    }
  });

  it('puts every step after those that it needs', () => {
    const { plan } = compileOk(draw());
    plan.steps.forEach((step, index) => {
      const before = new Set(plan.steps.slice(0, index).map((each) => each.id));
      for (const id of step.needs) expect(before.has(id)).toBe(true);
    });
  });

  it('does equal work once', () => {
    const twice = new GraphBuilder()
      .node('base', 'base-model', { base: 'tiny-base' })
      .node('head', 'add-head', { classes: ['blue', 'green', 'red'] })
      .node('data', 'dataset', { dataset: 'tiny-colours' })
      .node('one', 'evaluate', { topK: 2 })
      .node('two', 'evaluate', { topK: 2 })
      .wire('base', 'head')
      .wire('head', 'one')
      .wire('head', 'two')
      .wire('data', 'one')
      .wire('data', 'two')
      .build();
    const { plan, nodeSteps } = compileOk(twice);
    expect(plan.steps).toHaveLength(1);
    expect(nodeSteps['one']).toBe(nodeSteps['two']);
  });

  it('says that a graph without a node that runs does nothing', () => {
    const graph = new GraphBuilder().node('data', 'dataset', { dataset: 'tiny-colours' }).build();
    expect(compile(graph, catalogue, tinyResources)).toMatchObject({
      ok: false,
      issues: [{ code: 'plan.nothing-to-run', severity: 'error' }],
    });
  });

  it('gives the issues of a graph that is wrong', () => {
    const compiled = compile(draw({ data: { dataset: 'nothing' } }), catalogue, tinyResources);
    expect(compiled.ok).toBe(false);
    expect(compiled.issues.map((issue) => issue.code)).toContain('dataset.missing');
  });
});
