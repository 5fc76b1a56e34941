export * from './activities';
export type { RunSnapshot } from './messages';
export { listQueues, nameQueue, readQueue } from './queues';
