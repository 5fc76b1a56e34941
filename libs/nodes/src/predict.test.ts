import { describe, expect, it } from '@jest/globals';
import { drawHead, drawTraining, inspect, type Params } from '@graft/testing/drawings';

describe('predict', () => {
  const withPredict = (data: string, params: Params = {}) =>
    drawTraining()
      .node('predict', 'predict', params)
      .wire('train.model', 'predict')
      .wire(data, 'predict.dataset');

  it('says what it makes: a table of the likeliest labels', () => {
    const { issues, summaries } = inspect(withPredict('split.test', { topK: 2 }));
    expect(issues).toEqual([]);
    expect(summaries.get('predict')?.['file']).toMatchObject({
      type: 'file',
      source: { step: 'predict', output: 'predictions' },
      text: expect.stringMatching(/ on \d+ pictures, 2 labels each$/),
    });
  });

  it('takes data with other classes than the model knows', () => {
    const builder = drawTraining()
      .node('shapes', 'dataset', { dataset: 'tiny-shapes' })
      .node('predict', 'predict')
      .wire('train.model', 'predict')
      .wire('shapes', 'predict.dataset');
    expect(inspect(builder).issues).toEqual([]);
  });

  it('refuses a part without an example', () => {
    const builder = drawTraining()
      .node('all', 'split', { train: 0.8, validation: 0.2, test: 0 })
      .node('predict', 'predict')
      .wire('data', 'all')
      .wire('train.model', 'predict')
      .wire('all.test', 'predict.dataset');
    expect(inspect(builder).issues).toMatchObject([{ code: 'predict.empty', port: 'dataset' }]);
  });

  it('refuses a model that names nothing, and warns of one that was never trained', () => {
    const drawn = (model: string) =>
      drawHead()
        .node('cut', 'cut-layers')
        .node('predict', 'predict')
        .wire('base', 'cut')
        .wire('split.train', 'head.dataset')
        .wire(model, 'predict.model')
        .wire('data', 'predict.dataset');
    expect(inspect(drawn('head')).issues).toMatchObject([
      { code: 'predict.untrained', severity: 'warning', port: 'model' },
    ]);
    expect(inspect(drawn('cut')).issues).toMatchObject([
      { code: 'predict.no-head', severity: 'error', port: 'model' },
    ]);
  });
});
