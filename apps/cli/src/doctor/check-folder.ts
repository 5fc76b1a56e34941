import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fine, type Finding } from './finding';

const LEAST_FREE_MB = 1000;
/** Of linux/magic.h: file systems in memory, and over a network. */
const IN_MEMORY = [0x01021994, 0x858458f6];
const OVER_NETWORK = [0x6969, 0xff534d42, 0xfe534d42, 0x517b];

/** What is known of the file system of a folder. */
export type ReadFileSystem = (
  place: string,
) => Promise<{ type: number; bavail: number; bsize: number }>;

/** Room, rights and kind of the place of the data folder, and who can read its token. */
export async function checkFolder(
  home: string,
  readFileSystem: ReadFileSystem = statfs,
): Promise<Finding[]> {
  const place = await findExisting(home);
  const { type, bavail, bsize } = await readFileSystem(place);
  return [
    await checkRights(place),
    checkRoom(Math.floor((bavail * bsize) / 1e6)),
    checkKind(type),
    await checkSecret(home, 'token'),
    await checkSecret(home, 'webhook-key'),
  ].flat();
}

async function findExisting(home: string): Promise<string> {
  let place = home;
  while ((await stat(place).catch(() => null)) === null && place !== dirname(place)) {
    place = dirname(place);
  }
  return place;
}

async function checkRights(place: string): Promise<Finding> {
  const allowed = await access(place, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  return {
    check: 'data folder',
    ok: allowed && (await stat(place)).isDirectory(),
    detail: place,
    fix: 'make it a folder that you may write to (was Graft started by another user before?), or set GRAFT_HOME to another',
  };
}

function checkRoom(free: number): Finding {
  return {
    check: 'disk',
    ok: free >= LEAST_FREE_MB,
    detail: `${String(free)} MB free`,
    fix: `free some space: Graft wants ${String(LEAST_FREE_MB)} MB, or set GRAFT_HOME to another disk`,
  };
}

function checkKind(type: number): Finding {
  const kind = IN_MEMORY.includes(type)
    ? 'in memory: gone after a restart of the machine'
    : OVER_NETWORK.includes(type)
      ? 'over a network: PostgreSQL may lose what it was told is safe'
      : null;
  if (kind === null) return fine('file system', 'keeps what is written');
  return {
    check: 'file system',
    ok: false,
    detail: kind,
    fix: 'set GRAFT_HOME to a folder on a disk of this machine',
  };
}

async function checkSecret(home: string, name: string): Promise<Finding> {
  const found = await stat(join(home, name)).catch(() => null);
  if (!found) return fine(name, 'made when it is needed');
  const mine = (found.mode & 0o077) === 0;
  return {
    check: name,
    ok: mine,
    detail: mine ? 'only you can read it' : 'others can read it',
    fix: `run chmod 600 on the file "${name}" in the data folder`,
  };
}
