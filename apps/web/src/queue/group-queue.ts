import type { QueueEntry } from '@graft/contracts';

/** Entries that wait for the same, the next one first. */
export interface QueueGroup {
  readonly waitsFor: string;
  readonly entries: readonly QueueEntry[];
}

/** What waits for a worker comes before what waits for its turn, as the server lists it. */
export function groupQueue(entries: readonly QueueEntry[]): QueueGroup[] {
  const groups = new Map<string, QueueEntry[]>();
  for (const entry of entries) {
    groups.set(entry.waitsFor, [...(groups.get(entry.waitsFor) ?? []), entry]);
  }
  return [...groups].map(([waitsFor, each]) => ({
    waitsFor,
    entries: each.sort((a, b) => a.position - b.position),
  }));
}

/** True for what goes on only once a worker connects that is not there yet. */
export function lacksWorker(waitsFor: string): boolean {
  return waitsFor.includes('(0 connected)');
}
