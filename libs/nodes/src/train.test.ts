import { describe, expect, it } from '@jest/globals';
import { applyFix, inspectGraph } from '@graft/graph';
import { listSourceSteps } from '@graft/model';
import { GraphBuilder, tinyResources } from '@graft/testing';
import { catalogue } from './catalogue';
import { drawHead, drawTraining, inspect } from '@graft/testing/drawings';

describe('train', () => {
  it('gives a model whose trainable weights it learns, and a history', () => {
    const { issues, summaries, modelAt } = inspect(drawTraining());
    expect(issues).toEqual([]);
    const model = modelAt('train');
    expect(model.trained).toBe(true);
    const learned = model.spec.layers.flatMap((layer) =>
      layer.weights.filter((weight) => weight.source.kind === 'step').map((weight) => weight.name),
    );
    expect(learned).toEqual(['head_output/kernel', 'head_output/bias']);
    expect(listSourceSteps(model.spec)).toEqual(['train']);
    expect(summaries.get('train')?.['history']).toMatchObject({
      type: 'history',
      source: { step: 'train', output: 'history' },
    });
  });

  it('keeps the test part away from training and from choosing, and mends both', () => {
    const builder = drawHead()
      .wire('split.train', 'head')
      .node('train', 'train')
      .wire('head', 'train')
      .wire('split.test', 'train.train')
      .wire('split.test', 'train.validation');
    const { issues, mend } = inspect(builder);
    expect(issues).toMatchObject([
      { code: 'train.test-part', port: 'train', severity: 'error' },
      { code: 'train.test-part', port: 'validation', severity: 'error' },
    ]);
    expect(mend(0)).toMatchObject([{ code: 'train.test-part', port: 'validation' }]);
    expect(mend(1)).toMatchObject([{ code: 'train.test-part', port: 'train' }]);
  });

  it('warns when validation can not show overfitting', () => {
    // data -> head, train.train, train.validation: no split at all
    const builder = drawHead()
      .wire('data', 'head')
      .node('train', 'train')
      .wire('head', 'train')
      .wire('data', 'train.train')
      .wire('data', 'train.validation');
    const { issues, mend } = inspect(builder);
    expect(issues).toMatchObject([
      { code: 'train.validates-on-train', severity: 'warning', port: 'validation' },
    ]);
    expect(issues[0]?.fix?.title).toBe('Insert a split');
    expect(mend(0)).toEqual([]);
  });

  it('has no split to insert where validation is another selection of the same examples', () => {
    // data -> train.train
    //    \-> sample -> train.validation
    const builder = drawHead()
      .wire('data', 'head')
      .node('train', 'train')
      .node('sample', 'sample', { perClass: 5 })
      .wire('data', 'sample')
      .wire('head', 'train')
      .wire('data', 'train.train')
      .wire('sample', 'train.validation');
    const found = inspect(builder).issues.find(({ code }) => code === 'train.validates-on-train');
    expect(found).toBeDefined();
    expect(found?.fix).toBeUndefined();
  });

  it('reports a model in which nothing is trainable', () => {
    // base -> freeze -> train: no head
    const builder = drawHead({ classes: ['a', 'b'] })
      .node('train', 'train')
      .wire('freeze', 'train')
      .wire('split.train', 'train.train')
      .wire('split.validation', 'train.validation');
    const { issues } = inspect(builder);
    expect(issues.map((issue) => issue.code)).toEqual(['train.nothing-trainable', 'train.no-head']);
    const fixed = applyFix(builder.build(), issues[1]?.fix ?? { title: '' });
    expect(inspectGraph(fixed, catalogue, tinyResources).issues).toEqual([]);
  });

  it('names the classes that differ and sets them in the head that has them', () => {
    const builder = drawHead({ classes: ['red', 'green'] })
      .node('train', 'train')
      .wire('head', 'train')
      .wire('split.train', 'train.train')
      .wire('split.validation', 'train.validation');
    const { issues, mend } = inspect(builder);
    expect(issues).toMatchObject([
      {
        code: 'train.classes-differ',
        message: expect.stringContaining('the model lacks "blue"'),
        fix: { setParams: [{ nodeId: 'head', params: { classes: ['blue', 'green', 'red'] } }] },
      },
    ]);
    expect(mend()).toEqual([]);
  });

  it('tells the same classes in another order apart', () => {
    const builder = drawHead({ classes: ['red', 'green', 'blue'] })
      .node('train', 'train')
      .wire('head', 'train')
      .wire('split.train', 'train.train')
      .wire('split.validation', 'train.validation');
    const { issues, mend } = inspect(builder);
    expect(issues).toMatchObject([{ code: 'train.classes-differ' }]);
    expect(issues[0]?.message).toContain('in another order');
    expect(mend()).toEqual([]);
  });

  it('wires the head to the data that is trained on when it was made for other data', () => {
    // data -> head; data -> fewer -> split -> train
    const builder = new GraphBuilder()
      .node('data', 'dataset', { dataset: 'tiny-colours' })
      .node('fewer', 'filter-classes', { mode: 'drop', classes: ['red'] })
      .node('split', 'split')
      .node('base', 'base-model', { base: 'tiny-base' })
      .node('head', 'add-head')
      .node('train', 'train')
      .chain('data', 'fewer', 'split')
      .wire('data', 'head')
      .chain('base', 'head', 'train')
      .wire('split.train', 'train.train')
      .wire('split.validation', 'train.validation');
    const { issues, mend } = inspect(builder);
    expect(issues).toMatchObject([{ code: 'train.classes-differ', nodeId: 'train' }]);
    expect(mend()).toEqual([]);
  });

  it('refuses texts on a base for pictures once, with the reason', () => {
    const builder = drawHead({ classes: ['glad', 'sad'] }, 'tiny-texts')
      .node('train', 'train')
      .wire('head', 'train')
      .wire('split.train', 'train.train')
      .wire('split.validation', 'train.validation');
    const errors = inspect(builder).issues.filter((issue) => issue.severity === 'error');
    expect(errors).toMatchObject([{ code: 'train.input-mismatch', port: 'train' }]);
    expect(errors[0]?.message).toContain('the model reads pictures of 8 x 8');
  });

  it('refuses a part without examples', () => {
    const builder = new GraphBuilder()
      .node('data', 'dataset', { dataset: 'tiny-colours' })
      .node('split', 'split', { train: 0.8, validation: 0, test: 0.2 })
      .node('base', 'base-model', { base: 'tiny-base' })
      .node('head', 'add-head')
      .node('train', 'train')
      .wire('data', 'split')
      .wire('split.train', 'head')
      .chain('base', 'head', 'train')
      .wire('split.train', 'train.train')
      .wire('split.validation', 'train.validation');
    expect(inspect(builder).issues).toMatchObject([{ code: 'train.empty', port: 'validation' }]);
  });

  it.each([
    { epochs: 0 },
    { batchSize: 1.5 },
    { learningRate: -1 },
    { seed: 0 },
    { optimizer: 'sgd' },
  ])('refuses the parameters %j', (params) => {
    const { issues } = inspect(drawTraining(params));
    expect(issues).toMatchObject([
      { code: 'graph.invalid-parameter', nodeId: 'train', field: Object.keys(params)[0] },
    ]);
  });
});
