import { plural } from '../plural';

// card-score
export const noAccuracy = 'Accuracy';
export const right = 'right';
export const likelyBetween = (low: string, high: string) => `likely ${low} to ${high}`;

// sparkline
export const lossOverEpochs = (epochs: number) =>
  `Loss over ${plural(epochs, { one: '# epoch', other: '# epochs' })}`;
export const lossOverEpochsNow = (epochs: number, loss: string) =>
  `${lossOverEpochs(epochs)}, now ${loss}`;
