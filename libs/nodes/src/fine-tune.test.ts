import { describe, expect, it } from '@jest/globals';
import { listSourceSteps } from '@graft/model';
import { drawTraining, inspect, type Params } from '@graft/testing/drawings';

describe('fine-tune', () => {
  // ... train -> tune
  const withTune = (params: Params, from = 'train') =>
    drawTraining()
      .node('tune', 'fine-tune', params)
      .wire(`${from}.model`, 'tune')
      .wire('split.train', 'tune.train')
      .wire('split.validation', 'tune.validation');

  it('unfreezes the last blocks and learns them too', () => {
    const { issues, modelAt } = inspect(withTune({ blocks: 1 }));
    expect(issues).toEqual([]);
    const sources = modelAt('tune').spec.layers.flatMap((layer) =>
      layer.weights
        .slice(0, 1)
        .map(({ source }) => (source.kind === 'step' ? source.step : 'base')),
    );
    expect(sources).toEqual(['base', 'tune', 'tune']);
  });

  it('unfreezes everything when asked to', () => {
    const { modelAt } = inspect(withTune({ unfreeze: 'all' }));
    expect(listSourceSteps(modelAt('tune').spec)).toEqual(['tune']);
  });

  it('warns of a head that was never trained', () => {
    expect(inspect(withTune({}, 'head')).issues).toMatchObject([
      { code: 'fine-tune.untrained-head', severity: 'warning', port: 'model' },
    ]);
  });

  it('warns of a large learning rate and of more blocks than there are', () => {
    const { issues, mend } = inspect(withTune({ learningRate: 0.01, blocks: 9 }));
    expect(issues.map((issue) => [issue.code, issue.severity])).toEqual([
      ['fine-tune.learning-rate', 'warning'],
      ['fine-tune.more-than-there-is', 'warning'],
    ]);
    expect(mend(0)).toHaveLength(1);
    expect(mend(1)).toHaveLength(1);
  });
});
