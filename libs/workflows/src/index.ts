export * from './activities';
export type { RunSnapshot, StepEnd } from './messages';
