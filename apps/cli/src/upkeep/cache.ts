import { limitCache, listCache, verifyCache } from '@graft/integrity';
import { UsageError, type ExitCode } from '../exit';
import { formatTable } from '../show/show-table';
import type { StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';
import { formatBytes } from './format-bytes';
import { openHome } from './open-home';

export interface CacheOptions extends StackOptions {
  json?: boolean;
}

/** What may be computed again, least lately used first. */
export async function showCache(options: CacheOptions, terminal: Terminal): Promise<ExitCode> {
  const home = await openHome(options);
  try {
    const entries = await listCache(home);
    if (options.json) printJson(terminal, entries);
    else {
      const rows = entries.map(({ kind, key, bytes, usedAt, inUse }) => {
        return [
          kind,
          key.slice(0, 12),
          formatBytes(bytes),
          usedAt.toISOString(),
          inUse ? 'yes' : '',
        ];
      });
      terminal.out(formatTable(['step', 'key', 'size', 'used', 'in use'], rows));
    }
    return 0;
  } finally {
    await home.close();
  }
}

/** Reads all of the cache and lets go of what is damaged. */
export async function checkCache(options: CacheOptions, terminal: Terminal): Promise<ExitCode> {
  const home = await openHome(options);
  try {
    const broken = await verifyCache(home);
    if (options.json) printJson(terminal, broken);
    else {
      for (const { kind, key } of broken) {
        terminal.out(`${kind} ${key.slice(0, 12)} was damaged: it will be computed again\n`);
      }
      terminal.out(`${broken.length} damaged entries were let go\n`);
    }
    return 0;
  } finally {
    await home.close();
  }
}

/** Makes the cache fit into a limit. */
export async function pruneCache(
  options: CacheOptions & { maxGb: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const limit = Number(options.maxGb);
  if (!(limit >= 0)) throw new UsageError(`"${options.maxGb}" is not a size in gigabytes.`);
  const home = await openHome(options);
  try {
    const removed = await limitCache(home, limit * 1e9);
    const left = await listCache(home);
    const bytes = left.reduce((sum, entry) => sum + entry.bytes, 0);
    if (options.json) printJson(terminal, { removed, left: { entries: left.length, bytes } });
    else {
      terminal.out(
        `${removed.length} entries removed; ${left.length} are left (${formatBytes(bytes)})\n`,
      );
    }
    return 0;
  } finally {
    await home.close();
  }
}
