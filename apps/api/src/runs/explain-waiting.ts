import type { RunWithSteps } from '@graft/db';
import type { Plan } from '@graft/plan';
import { CPU_QUEUE, GPU_QUEUE, IO_QUEUE, readQueue } from '@graft/workflows';

const WORKERS: ReadonlyMap<string, string> = new Map([
  [IO_QUEUE, 'worker'],
  [CPU_QUEUE, 'CPU worker'],
  [GPU_QUEUE, 'GPU worker'],
]);

/**
 * What each waiting step of a run waits for, in words, by step id: a worker, another step, its turn.
 * @param connected workers by queue; null when nobody can tell
 * @param nameOf what people call a node
 */
export function explainWaiting(
  run: Pick<RunWithSteps, 'state' | 'steps' | 'nodeSteps'>,
  { steps }: Plan,
  connected: ReadonlyMap<string, number> | null,
  nameOf: (nodeId: string) => string,
): Map<string, string> {
  const rows = new Map(run.steps.map((row) => [row.stepId, row]));
  const nodes = new Map(
    Object.entries(run.nodeSteps as Record<string, string>).map(([node, id]) => [id, node]),
  );
  const words = new Map<string, string>();
  for (const { id, needs } of steps) {
    const row = rows.get(id);
    if (row?.state !== 'waiting') continue;
    const missing = needs.find((need) => !isDone(rows.get(need)?.state));
    if (missing !== undefined) {
      const node = nodes.get(missing);
      words.set(id, `Waiting for ${node === undefined ? nameKind(missing, steps) : nameOf(node)}`);
    } else if (run.state === 'waiting') words.set(id, 'Waiting for its turn');
    else if (row.queue !== null) words.set(id, nameWorker(row.queue, connected));
  }
  return words;
}

/** "Extract features": a step that Graft has added has no node that could have a name. */
function nameKind(stepId: string, steps: Plan['steps']): string {
  const kind = steps.find(({ id }) => id === stepId)?.kind ?? stepId;
  return kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll('-', ' ');
}

function isDone(state: string | undefined): boolean {
  return state === 'succeeded' || state === 'reused';
}

/** `Waiting for a GPU worker (0 connected)`, `Waiting for a worker with the label lab2 (0 connected)`. */
export function nameWorker(queue: string, connected: ReadonlyMap<string, number> | null): string {
  const name = describeWorker(queue);
  const { plain } = readQueue(queue);
  // Of labels that nobody states nothing is counted.
  const count = connected?.get(queue) ?? (connected?.has(plain) && queue !== plain ? 0 : undefined);
  if (count === undefined) return `Waiting for a ${name}`;
  return `Waiting for a ${count === 0 ? '' : 'free '}${name} (${count} connected)`;
}

function describeWorker(queue: string): string {
  const { plain, labels } = readQueue(queue);
  if (labels.length === 0) return WORKERS.get(plain) ?? plain;
  // Every worker has a processor.
  const worker = plain === CPU_QUEUE ? 'worker' : (WORKERS.get(plain) ?? plain);
  return `${worker} with the ${nameLabels(labels)}`;
}

/** `label lab2`, `labels big, lab2`. */
export function nameLabels(labels: readonly string[]): string {
  return `${labels.length === 1 ? 'label' : 'labels'} ${labels.join(', ')}`;
}
