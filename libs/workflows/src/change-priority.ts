import { isGrpcServiceError, type Client } from '@temporalio/client';
import { RUN_STEP, type RunRef } from './activities';
import { describePriority, workflowIdOf, type RunPriority } from './run-workflow-id';

/** gRPC's NOT_FOUND: the workflow has ended, or has not begun. */
const NOT_FOUND = 5;

/**
 * Gives a run another place among those that wait: what it will ask of workers comes by the new priority, and
 * so does what waits in a queue already. A step that runs goes on. Store it in the database first: a
 * workflow that is started later, or again, is given what stands there.
 * @returns false when there is no open workflow
 */
export async function sendPriority(
  client: Pick<Client, 'workflowService' | 'options'>,
  { workspaceId, runId }: RunRef,
  priority: RunPriority,
): Promise<boolean> {
  const { namespace } = client.options;
  const place = describePriority(workspaceId, priority);
  const updateMask = { paths: ['priority'] };
  const execution = { workflowId: workflowIdOf(runId) };
  try {
    await client.workflowService.updateWorkflowExecutionOptions({
      ...{ namespace, updateMask, workflowExecution: execution },
      workflowExecutionOptions: { priority: place },
    });
    await client.workflowService.updateActivityOptions({
      ...{ namespace, updateMask, execution, type: RUN_STEP },
      activityOptions: { priority: place },
    });
    return true;
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === NOT_FOUND) return false;
    throw error;
  }
}
