import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { until } from './services';

/** Writes the history of a finished run's workflow, without what names a machine. */
export async function recordHistory(
  client: Client,
  { runId }: { runId: string },
  path: string,
): Promise<void> {
  const workflowId = `run:${runId}`;
  const handle = client.workflow.getHandle(workflowId);
  await until('the workflow has ended', async () => {
    return (await handle.describe()).status.name !== 'RUNNING';
  });
  const { History } = temporal.api.history.v1;
  const history = History.toObject(History.fromObject(await handle.fetchHistory()), {
    ...{ longs: String, enums: String, bytes: String },
  });
  const text = JSON.stringify({ workflowId, history }, withoutMachine, 2);
  await writeFile(path, `${text}\n`);
}

function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'identity') return 'recorded';
  if (key === 'stackTrace') return '';
  // Sticky queues are named after the worker, which is named after its machine.
  if (typeof value === 'string' && value.includes(hostname())) return 'recorded';
  return value;
}
