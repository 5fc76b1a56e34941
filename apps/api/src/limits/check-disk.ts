import type { Database } from '@graft/db';
import { UserError } from '@graft/errors';
import type { DiskMeter } from '@graft/integrity';

type Limits = Pick<Database['limits'], 'find'>;
type Meter = Pick<DiskMeter, 'measure'>;

/**
 * Refuses what would store more than the workspace may keep.
 * @param bytes that are about to arrive; 0 for a run, whose results have no size yet
 * @throws UserError 403 `limit.disk`
 */
export async function checkDisk(
  limits: Limits,
  meter: Meter,
  workspaceId: string,
  bytes: number,
): Promise<void> {
  const { mostDiskGigabytes } = await limits.find(workspaceId);
  if (mostDiskGigabytes === null) return;
  const kept = await meter.measure(workspaceId);
  const most = mostDiskGigabytes * 1e9;
  if (bytes === 0 ? kept.diskBytes < most : kept.diskBytes + bytes <= most) return;
  throw full(kept, most, bytes);
}

/**
 * A body as long as the workspace may keep it, whatever it said of its length: most say nothing where they are sent in
 * chunks.
 * @throws UserError 403 `limit.disk`, once too much has arrived
 */
export async function* limitToDisk<Chunk extends Uint8Array>(
  limits: Limits,
  meter: Meter,
  workspaceId: string,
  body: AsyncIterable<Chunk>,
): AsyncGenerator<Chunk> {
  const { mostDiskGigabytes } = await limits.find(workspaceId);
  if (mostDiskGigabytes === null) {
    yield* body;
    return;
  }
  const kept = await meter.measure(workspaceId);
  const most = mostDiskGigabytes * 1e9;
  let arrived = 0;
  for await (const chunk of body) {
    arrived += chunk.length;
    if (kept.diskBytes + arrived > most) throw full(kept, most, arrived);
    yield chunk;
  }
}

function full(
  { diskBytes, resultBytes }: Awaited<ReturnType<Meter['measure']>>,
  most: number,
  bytes: number,
): UserError {
  const arriving = bytes === 0 ? '' : `, and ${sayGigabytes(bytes)} more would arrive`;
  return new UserError({
    status: 403,
    code: 'limit.disk',
    message: `This workspace keeps ${sayGigabytes(diskBytes)} of the ${sayGigabytes(most)} that it may${arriving}. ${sayGigabytes(resultBytes)} of it are results that can be computed again: let them end sooner (Settings, Limits), delete models that nobody needs, or ask an administrator for more.`,
    details: { diskBytes, resultBytes, mostBytes: most, arrivingBytes: bytes },
  });
}

function sayGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e8 ? 3 : 1)} GB`;
}
