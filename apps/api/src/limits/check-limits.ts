import type { Database } from '@graft/db';
import { UserError } from '@graft/errors';
import type { Plan } from '@graft/plan';

/** GPU hours are counted anew with each month of the calendar, in UTC. */
export function beginOfMonth(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()));
}

/**
 * Refuses a run that would use a GPU when the workspace has used up its hours. Runs that have begun go
 * on to their end.
 * @throws UserError 403 `limit.gpu_hours`
 */
export async function checkLimits(
  limits: Pick<Database['limits'], 'find' | 'measure'>,
  workspaceId: string,
  plan: Pick<Plan, 'steps'>,
  now = new Date(),
): Promise<void> {
  if (!plan.steps.some(({ resource }) => resource === 'gpu')) return;
  const { mostGpuHours } = await limits.find(workspaceId);
  if (mostGpuHours === null) return;
  const { gpuHours } = await limits.measure(workspaceId, beginOfMonth(now));
  if (gpuHours < mostGpuHours) return;
  throw new UserError({
    status: 403,
    code: 'limit.gpu_hours',
    message: `This workspace has used ${gpuHours.toFixed(1)} of the ${String(mostGpuHours)} GPU hours that it has a month: wait for the next month, or ask an administrator for more.`,
    details: { gpuHours, mostGpuHours },
  });
}
