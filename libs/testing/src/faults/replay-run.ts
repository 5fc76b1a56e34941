import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { GraftStack } from './graft-stack';

let quiet = false;

/** Replays the history of a run on the workflow as it is now. @returns why it does not fit, or null */
export async function replayRun(
  { client, workflows }: Pick<GraftStack, 'client' | 'workflows'>,
  runId: string,
): Promise<string | null> {
  if (!quiet) Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  quiet = true;
  const workflowId = `run:${runId}`;
  try {
    const history = await client.workflow.getHandle(workflowId).fetchHistory();
    await Worker.runReplayHistory({ workflowBundle: { codePath: workflows } }, history, workflowId);
    return null;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
