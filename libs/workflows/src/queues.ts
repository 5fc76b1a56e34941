/**
 * The queue of the steps that ask for workers with labels: `graft-cpu:big-memory+lab2`. Without labels it is the plain
 * one. No label has a colon or a plus.
 */
export function nameQueue(plain: string, labels: readonly string[] = []): string {
  return labels.length === 0 ? plain : `${plain}:${[...new Set(labels)].sort().join('+')}`;
}

/** What `nameQueue` has put together. */
export function readQueue(queue: string): { plain: string; labels: string[] } {
  const [plain = '', labels = ''] = queue.split(':');
  return { plain, labels: labels === '' ? [] : labels.split('+') };
}

/**
 * The queues whose steps a worker with such labels may run, the plain one first: one for each set of its labels, 2^n
 * for n of them.
 */
export function listQueues(plain: string, labels: readonly string[]): string[] {
  const sets = [...new Set(labels)].reduce<string[][]>(
    (found, label) => [...found, ...found.map((set) => [...set, label])],
    [[]],
  );
  return sets.map((set) => nameQueue(plain, set));
}
