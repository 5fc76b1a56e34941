import { describe, expect, it } from '@jest/globals';
import { drawTraining, inspect, type Params } from '@graft/testing/drawings';
import { sampleEvenly } from './sample-evenly';

describe('embed', () => {
  const withEmbed = (params: Params = {}) =>
    drawTraining()
      .node('embed', 'embed', params)
      .wire('train.model', 'embed')
      .wire('split.validation', 'embed.dataset');

  it('says how many examples it draws, and by which layer', () => {
    const { issues, summaries } = inspect(withEmbed());
    expect(issues).toEqual([]);
    expect(summaries.get('embed')?.['file']).toMatchObject({
      type: 'file',
      source: { step: 'embed', output: 'points' },
      text: expect.stringMatching(/^\d+ pictures at "avg_pool"$/),
    });
  });

  it('names the nearest layer where one is misspelt', () => {
    const { issues, mend } = inspect(withEmbed({ layer: 'avg_pol' }));
    expect(issues).toMatchObject([{ field: 'layer', nodeId: 'embed' }]);
    expect(mend()).toEqual([]);
  });
});

describe('an even sample', () => {
  const examples = [0, 0, 0, 0, 0, 0, 1, 1].map((label, at) => ({
    ...{ label, name: String(at), sha256: String(at).padStart(64, '0') },
  }));
  const classes = ['many', 'few'];

  it('has the same number of each class as far as there are, the same ones every time', () => {
    const taken = sampleEvenly({ classes, examples }, 6, 1);
    expect(taken.filter((place) => examples[place]?.label === 1)).toEqual([6, 7]);
    expect(taken).toHaveLength(6);
    expect(sampleEvenly({ classes, examples }, 6, 1)).toEqual(taken);
  });

  it('has all where more are asked for', () => {
    expect(sampleEvenly({ classes, examples }, 100, 1)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});
