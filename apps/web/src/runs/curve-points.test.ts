import type { HistoryRow } from '@graft/plan';
import { describe, expect, it } from '@jest/globals';
import {
  cutPoints,
  findBestEpoch,
  listCurves,
  listPoints,
  orderRange,
  spanEpochs,
  writeCsv,
} from './curve-points';

function row(epoch: number, loss: number | null, validationLoss: number | null): HistoryRow {
  return {
    epoch,
    step: epoch * 16,
    learningRate: 0.001,
    loss,
    accuracy: null,
    validationLoss,
    validationAccuracy: null,
    seconds: epoch,
  };
}

const rows = [row(0, null, 2.1), row(1, 1.5, 1.2), row(2, 1, 0.9), row(3, 0.5, 1.1)];
const training = { key: 'a', title: 'Train', colour: 'red', rows };

describe('a closer look', () => {
  it('keeps the epochs of the range, ends included', () => {
    const points = listPoints([training], 'loss');
    expect(spanEpochs([training])).toEqual([0, 3]);
    expect(cutPoints(points, [1, 2]).map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(cutPoints(points, null)).toEqual(points);
    expect(cutPoints(points, [7, 9])).toEqual([]);
  });

  it('is offered from three epochs on, over all trainings', () => {
    expect(spanEpochs([{ ...training, rows: rows.slice(0, 2) }])).toBeNull();
    expect(spanEpochs([])).toBeNull();
    const later = { ...training, key: 'b', rows: [row(9, 1, 1)] };
    expect(spanEpochs([training, later])).toEqual([0, 9]);
  });

  it('takes a drag in either direction, and a click for none', () => {
    expect(orderRange(5, 2)).toEqual([2, 5]);
    expect(orderRange(2, 2)).toBeNull();
  });
});

describe('curves', () => {
  it('show training and validation and leave out what has no value', () => {
    expect(listCurves([training], 'loss').map((curve) => [curve.title, curve.dashed])).toEqual([
      ['training', false],
      ['validation (dashed)', true],
    ]);
    expect(listCurves([training], 'accuracy')).toEqual([]);
  });

  it('carry the name of the training when there are several', () => {
    const other = { ...training, key: 'b', title: 'Fine-tune' };
    expect(listCurves([training, other], 'loss')[2]?.title).toBe('Fine-tune, training');
  });

  it('begin before the first step, where training has no value yet', () => {
    expect(listPoints([training], 'loss').slice(0, 2)).toEqual([
      { epoch: 0, 'a~validation': 2.1 },
      { epoch: 1, 'a~train': 1.5, 'a~validation': 1.2 },
    ]);
  });

  it('leave out values that are not finite', () => {
    const broken = { ...training, rows: [row(1, Number.NaN, 1)] };
    expect(listPoints([broken], 'loss')).toEqual([{ epoch: 1, 'a~validation': 1 }]);
  });
});

describe('findBestEpoch', () => {
  it('is the one with the lowest validation loss', () => {
    expect(findBestEpoch(rows)).toBe(2);
    expect(findBestEpoch([row(1, 1, null)])).toBeNull();
  });
});

describe('writeCsv', () => {
  it('writes a header and leaves cells without a value empty', () => {
    expect(writeCsv(rows).split('\n').slice(0, 2)).toEqual([
      'epoch,step,learningRate,loss,accuracy,validationLoss,validationAccuracy,seconds',
      '0,0,0.001,,,2.1,,0',
    ]);
  });
});
