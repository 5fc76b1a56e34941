import { buildDigitsCnn, countParameters } from '@graft/model';
import { describe, expect, it } from '@jest/globals';
import { listLayerRows } from './list-layer-rows';

describe('listLayerRows', () => {
  it('adds up to the weights that are counted for the whole model', () => {
    const input = {
      kind: 'image',
      height: 28,
      width: 28,
      channels: 1,
      mean: 0,
      scale: 255,
    } as const;
    const spec = buildDigitsCnn(input, 1);
    const rows = listLayerRows(spec);
    expect(rows).toHaveLength(spec.layers.length);
    const total = rows.reduce((sum, { weights }) => sum + weights, 0);
    expect(total).toBe(countParameters(spec).total);
    expect(rows[0]).toMatchObject({ kind: 'InputLayer', weights: 0, trains: false, inbound: '' });
    expect(rows[0]?.anew).toBe(false);
    for (const row of rows.filter(({ weights }) => weights > 0)) expect(row.anew).toBe(true);
  });
});
