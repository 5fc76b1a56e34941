import { catalogue } from '@graft/nodes';
import { drawTraining } from '@graft/testing/drawings';
import { describe, expect, it } from '@jest/globals';
import type { Settings } from './settings-format';
import { wordGraphs } from './word-graphs';
import { wordSettings } from './word-settings';

const graph = wordGraphs([drawTraining().build()], catalogue);
const found = (field: string | null): Settings => ({
  ...{ format: 'graft.settings/1', field, examples: 40, results: [], best: 0, chosen: {} },
  sentence: `${field} = 0.01 does best: 90 % of the validation part is right.`,
});

describe('the words for what was tried', () => {
  it('are those of the form and the card', () => {
    expect(wordSettings(found('train.learningRate'), graph)).toMatchObject({
      field: 'Learning rate of Train',
      sentence: 'Learning rate of Train = 0.01 does best: 90 % of the validation part is right.',
    });
  });

  it('stay where nothing was varied', () => {
    expect(wordSettings(found(null), graph)).toEqual(found(null));
  });
});
