export * from './activities';
export type { RunSnapshot } from './messages';
