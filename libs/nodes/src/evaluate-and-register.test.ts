import { describe, expect, it } from '@jest/globals';
import { tinyBase, tinyResources } from '@graft/testing';
import { drawHead, drawTraining, inspect, type Params } from '@graft/testing/drawings';
import { createResources } from './read-card';

describe('evaluate', () => {
  const withEvaluate = (data: string, params: Params = {}) =>
    drawTraining()
      .node('evaluate', 'evaluate', { topK: 2, ...params })
      .wire('train.model', 'evaluate')
      .wire(data, 'evaluate');

  it('accepts the test part', () => {
    const { issues, summaries } = inspect(withEvaluate('split.test'));
    expect(issues).toEqual([]);
    expect(summaries.get('evaluate')?.['report']).toMatchObject({
      source: { step: 'evaluate', output: 'report' },
    });
  });

  it('warns of examples that the model has learned from, and mends it', () => {
    const { issues, mend } = inspect(withEvaluate('split.train'));
    expect(issues).toMatchObject([{ code: 'evaluate.learned-examples', severity: 'warning' }]);
    expect(mend()).toEqual([]);
    expect(inspect(withEvaluate('data')).issues).toMatchObject([
      { code: 'evaluate.learned-examples' },
    ]);
  });

  it('warns when another split was trained on', () => {
    const builder = drawTraining()
      .node('other', 'split', { seed: 2 })
      .wire('data', 'other')
      .node('evaluate', 'evaluate', { topK: 2 })
      .wire('train.model', 'evaluate')
      .wire('other.test', 'evaluate');
    expect(inspect(builder).issues).toMatchObject([{ code: 'evaluate.learned-examples' }]);
  });

  it('warns of a k that always holds the answer', () => {
    const { issues, mend } = inspect(withEvaluate('split.test', { topK: 4 }));
    expect(issues).toMatchObject([{ code: 'evaluate.top-k', severity: 'warning' }]);
    expect(mend()).toEqual([]);
  });

  it('refuses data with other classes', () => {
    const builder = drawTraining()
      .node('shapes', 'dataset', { dataset: 'tiny-shapes' })
      .node('evaluate', 'evaluate', { topK: 1 })
      .wire('train.model', 'evaluate')
      .wire('shapes', 'evaluate');
    expect(inspect(builder).issues).toMatchObject([
      { code: 'evaluate.classes-differ', port: 'dataset', severity: 'error' },
    ]);
  });
});

describe('register-model', () => {
  const register = (name: string) =>
    drawTraining().node('register', 'register-model', { name }).wire('train.model', 'register');

  it('gives the model on', () => {
    const { issues, modelAt } = inspect(register('colours'));
    expect(issues).toEqual([]);
    expect(modelAt('register')).toEqual(modelAt('train'));
  });

  it('refuses the name of a base model, but not that of a registered one', () => {
    const { issues, mend } = inspect(register('tiny-base'));
    expect(issues).toMatchObject([{ code: 'register-model.name-taken', field: 'name' }]);
    expect(mend()).toEqual([]);
    const own = { ...tinyBase, ref: 'colours', origin: 'registered' as const };
    const resources = createResources({
      dataset: [...tinyResources.list('dataset')],
      base: [tinyBase, own],
    });
    expect(inspect(register('colours'), resources).issues).toEqual([]);
  });

  it('warns of a model that was never trained', () => {
    const builder = drawHead()
      .wire('split.train', 'head')
      .node('register', 'register-model')
      .wire('head', 'register');
    expect(inspect(builder).issues).toMatchObject([{ code: 'register-model.untrained' }]);
  });
});
