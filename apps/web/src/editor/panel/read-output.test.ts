import { describe, expect, it } from '@jest/globals';
import { findOutput, readOutput } from './read-output';
import { orderModels, rankingSchema } from './scores-format';

const model = (name: string) => ({
  ...{ name, features: 8, knn: 0.5, logme: 1, hScore: 2, probe: null, leep: null, nce: null },
});
const ranking = {
  format: 'graft.scores/1',
  examples: 10,
  classes: ['a'],
  models: [model('small'), model('large')],
  ranking: [1, 0],
};

describe('an output of a step', () => {
  it('is found by the node that asked for it, once it is made', () => {
    const outputs = { report: { kind: 'report', bytes: 7 } };
    const steps = [
      { node: null, stepId: 'added', outputs: {} },
      { node: 'evaluate', stepId: 'evaluate-1', outputs },
    ];
    expect(findOutput(steps, { step: 'evaluate', output: 'report' })).toEqual({
      ...{ stepId: 'evaluate-1', output: 'report', kind: 'report', bytes: 7 },
    });
    expect(findOutput(steps, { step: 'evaluate', output: 'scores' })).toBeNull();
    expect(findOutput(steps, { step: 'other', output: 'report' })).toBeNull();
  });

  it('is read by its format; one that is not known stays a file', () => {
    expect(readOutput('scores', ranking)).toMatchObject({ kind: 'scores' });
    const comparison = { format: 'graft.comparison/1', sentence: 'As good.', entries: [] };
    expect(readOutput('report', comparison)).toEqual({ kind: 'comparison', sentence: 'As good.' });
    expect(readOutput('report', { format: 'graft.report/9' })).toEqual({ kind: 'unknown' });
    const predictions = { format: 'graft.predictions/1', examples: 0, counts: [], shown: [] };
    expect(readOutput('predictions', predictions)).toEqual({ kind: 'predictions', predictions });
    expect(readOutput('file', ranking)).toEqual({ kind: 'unknown' });
  });

  it('lists scores with the best model first', () => {
    const read = rankingSchema.parse(ranking);
    expect(orderModels(read).map(({ name }) => name)).toEqual(['large', 'small']);
  });
});
