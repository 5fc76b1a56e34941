import { collectGarbage } from '@graft/integrity';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExitCode } from '../exit';
import { findRepository, type StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';
import { formatBytes } from './format-bytes';
import { openHome } from './open-home';

/** Removes what nothing names any more. */
export async function sweep(
  options: StackOptions & { json?: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const home = await openHome(options);
  try {
    const collected = await collectGarbage(home, { keep: await findBundledFiles() });
    if (options.json) printJson(terminal, collected);
    else terminal.out(`${collected.blobs} blobs removed (${formatBytes(collected.bytes)})\n`);
    return 0;
  } finally {
    await home.close();
  }
}

/** Files that ship with Graft are named by their cards, not by a row. */
async function findBundledFiles(): Promise<Set<string>> {
  const assets = process.env['GRAFT_ASSETS'] ?? join(findRepository(), 'assets');
  const names = await readdir(assets, { recursive: true }).catch(() => []);
  const kept = new Set<string>();
  for (const name of names.filter((each) => each.endsWith('card.json'))) {
    const text = await readFile(join(assets, name), 'utf8');
    for (const [digest] of text.matchAll(/[0-9a-f]{64}/g)) kept.add(digest);
  }
  return kept;
}
