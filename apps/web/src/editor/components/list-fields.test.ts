import { exposeField } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { draw } from '@graft/testing/drawings';
import { describe, expect, it } from '@jest/globals';
import { listOfferedFields } from './list-fields';

describe('listOfferedFields', () => {
  it('names the parameters of the chosen nodes, and says which the app view asks for', () => {
    const field = { node: 'train', param: 'epochs' };
    const fields = listOfferedFields(exposeField(draw(), field, true), catalogue, [
      'train',
      'split',
    ]);
    expect(new Set(fields.map(({ node }) => node))).toEqual(new Set(['split', 'train']));
    const asked = fields.filter((each) => each.asked);
    expect(asked).toEqual([{ ...field, id: 'train.epochs', title: 'Train: Epochs', asked: true }]);
  });
});
