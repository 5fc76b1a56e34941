/** One row of a history. Row 0 is before the first step: train values are null there. */
export interface HistoryRow {
  /** Epochs that are over. */
  epoch: number;
  /** Optimiser steps that are over. */
  step: number;
  /** Of the last step; in row 0 of the first. */
  learningRate: number;
  /** Mean of the training loss over the epoch, as Keras reports it: class weights and smoothing in. */
  loss: number | null;
  accuracy: number | null;
  /** Null without validation data. Class weights do not act on it. */
  validationLoss: number | null;
  validationAccuracy: number | null;
  /** Wall clock since training started, pauses left out. */
  seconds: number;
}
