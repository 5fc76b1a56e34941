import type { Database } from '@graft/db';
import { UserError } from '@graft/errors';
import type { DiskMeter } from '@graft/integrity';

/**
 * Refuses what would store more than the workspace may keep.
 * @param bytes that are about to arrive; 0 for a run, whose results have no size yet
 * @throws UserError 403 `limit.disk`
 */
export async function checkDisk(
  limits: Pick<Database['limits'], 'find'>,
  meter: Pick<DiskMeter, 'measure'>,
  workspaceId: string,
  bytes: number,
): Promise<void> {
  const { mostDiskGigabytes } = await limits.find(workspaceId);
  if (mostDiskGigabytes === null) return;
  const { diskBytes, resultBytes } = await meter.measure(workspaceId);
  const most = mostDiskGigabytes * 1e9;
  if (bytes === 0 ? diskBytes < most : diskBytes + bytes <= most) return;
  const arriving = bytes === 0 ? '' : `, and ${sayGigabytes(bytes)} more would arrive`;
  throw new UserError({
    status: 403,
    code: 'limit.disk',
    message: `This workspace keeps ${sayGigabytes(diskBytes)} of the ${sayGigabytes(most)} that it may${arriving}. ${sayGigabytes(resultBytes)} of it are results that can be computed again: let them end sooner (Settings, Limits), delete models that nobody needs, or ask an administrator for more.`,
    details: { diskBytes, resultBytes, mostBytes: most, arrivingBytes: bytes },
  });
}

function sayGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e8 ? 3 : 1)} GB`;
}
