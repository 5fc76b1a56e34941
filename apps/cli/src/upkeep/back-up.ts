import { createBackup, restoreBackup } from '@graft/integrity';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandError, type ExitCode } from '../exit';
import { findHome, findRepository, type StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';
import { formatBytes } from './format-bytes';
import { openHome } from './open-home';

export interface BackupOptions extends StackOptions {
  json?: boolean;
}

/** Copies everything into a new folder; Graft may go on working. */
export async function backUp(
  folder: string,
  options: BackupOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const home = await openHome(options);
  try {
    const made = await createBackup(home, resolve(folder));
    if (options.json) printJson(terminal, made);
    else {
      terminal.out(`${made.rows} rows, ${made.blobs} blobs (${formatBytes(made.bytes)})\n`);
      for (const digest of made.missing) {
        terminal.err(`the blob ${digest.slice(0, 12)} was gone or damaged already: "graft fsck"\n`);
      }
    }
    return made.missing.length === 0 ? 0 : 1;
  } finally {
    await home.close();
  }
}

/** Fills an empty data folder from a backup. */
export async function restore(
  folder: string,
  options: BackupOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const target = findHome(options);
  if (process.env['DATABASE_URL'] === undefined && existsSync(join(target, 'postgres'))) {
    throw new CommandError(
      `There is data in ${target} already: a restore overwrites nothing. Give an empty folder with --home.`,
    );
  }
  const home = await openHome(options);
  try {
    const migrations = join(findRepository(), 'prisma', 'migrations');
    const restored = await restoreBackup(resolve(folder), { ...home, migrations });
    if (options.json) printJson(terminal, restored);
    else {
      terminal.out(
        `Restored the backup of ${restored.createdAt}: ${restored.blobs} blobs (${formatBytes(restored.bytes)}). Runs that had not ended go on at the next start.\n`,
      );
    }
    return 0;
  } finally {
    await home.close();
  }
}
