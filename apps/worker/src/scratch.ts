import { UnexpectedError } from '@graft/errors';
import { removeStill } from '@graft/storage';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';

/** Makes a folder that is an attempt's alone; its name ends with the process that owns it, and with its machine. */
export async function makeScratch(folder: string, name: string): Promise<string> {
  const path = join(folder, `${name}-${process.pid}@${hostname()}`);
  await removeScratch(path);
  await mkdir(path, { recursive: true, mode: 0o700 });
  return path;
}

export async function removeScratch(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
}

/**
 * Removes what processes that are gone have left behind. Machines and containers may share the folder: nobody here
 * knows which processes live there, and in containers all have the same number.
 * @returns how many folders
 */
export async function sweepScratch(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => {
    const pid = ownerHere(name);
    return pid !== null && !isAlive(pid);
  });
  for (const name of left) await removeScratch(join(folder, name));
  const isOurs = (name: string) => ownerHere(name) !== null;
  return left.length + (await removeStill(folder, isOurs));
}

/** The process of this machine that made a folder; null for those of other machines. */
function ownerHere(name: string): number | null {
  const found = /-(\d+)@(.+)$/.exec(name);
  return found?.[2] === hostname() ? Number(found[1]) : null;
}

function isAlive(pid: number): boolean {
  if (pid === process.pid || !Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The file that an engine offers; it may only be one inside its own folder. */
export function insideScratch(scratch: string, path: string): string {
  const full = resolve(scratch, path);
  const inside = relative(scratch, full);
  if (inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`)) return full;
  throw new UnexpectedError({
    code: 'engine.bad-path',
    message: 'The engine offered a file outside of its folder.',
  });
}
