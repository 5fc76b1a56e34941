import { catalogue } from '@graft/nodes';
import { describe, expect, it } from '@jest/globals';
import { compareSeveral } from './compare-graphs';
import { after, before } from './compared-graphs.fixture';
import { describeSpread } from './describe-spread';
import { wordGraphs } from './word-graphs';

describe('describeSpread', () => {
  it('speaks of several graphs in the same words', () => {
    const words = wordGraphs([before, after], catalogue);
    const rows = compareSeveral([before, after]).map((each) => describeSpread(each, words));
    expect(rows).toEqual([
      { node: 'Data set', field: 'Data set', values: ['default', 'birds'] },
      { node: 'My training', field: 'Node', values: ['Train', ''] },
      { node: 'unknown', field: 'Node', values: ['', 'unknown'] },
      {
        node: 'My training',
        field: 'Wire',
        values: ['Data set (Data set) → My training (Train)', ''],
      },
    ]);
  });
});
