import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, chown, lstat, mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Problem } from '../setup/problem.mjs';
import { lastWords, runCommand } from '../setup/run-command.mjs';
import { endProcess, identify } from './read-process.mjs';

// A socket's path may have 107 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock".
const LONGEST_FOLDER = 85;

/** Where a data folder's database lives: its files, and a folder for its socket that only its user may enter. */
export function locateDatabase(home, owner) {
  const mark = createHash('sha256').update(home).digest('hex').slice(0, 12);
  if (owner) {
    // Another user cannot reach a folder of root's: both lie outside the data folder then.
    return { data: `/var/lib/graft-${mark}/postgres`, sockets: `/var/lib/graft-${mark}/run` };
  }
  const inside = join(home, 'run');
  const uid = process.getuid?.() ?? 0;
  // PostgreSQL and its clients read a list here: quotes and commas would end an entry of it.
  const plain = Buffer.byteLength(inside) <= LONGEST_FOLDER && !/["',\\]/.test(inside);
  return {
    data: join(home, 'postgres'),
    sockets: plain ? inside : join(tmpdir(), `graft-${uid}-${mark}`),
  };
}

/** Makes the folders and, on the first start, the database cluster; half a cluster never stays. */
export async function initDatabase({ bin, data, sockets }, { prefix, owner }) {
  await makePrivate(sockets, owner);
  if (existsSync(join(data, 'PG_VERSION'))) return;
  const fresh = `${data}.new`;
  await rm(fresh, { recursive: true, force: true });
  await makePrivate(fresh, owner);
  const [command, ...args] = [...prefix, join(bin, 'initdb'), '-D', fresh, '-U', 'graft'];
  const result = await runCommand(
    command,
    args.concat('--auth=trust', '--encoding=UTF8', '--locale=C', '--no-instructions'),
    { cwd: fresh },
  );
  if (result.code !== 0) {
    throw new Problem(
      `PostgreSQL could not make its database in ${data} (${lastWords(result)})`,
      'mend that and start again',
    );
  }
  await rename(fresh, data);
}

async function makePrivate(folder, owner) {
  await mkdir(dirname(folder), { recursive: true, mode: 0o755 });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  const user = process.getuid?.();
  if (found.isSymbolicLink() || (user !== undefined && user !== 0 && found.uid !== user)) {
    throw new Problem(`the folder ${folder} belongs to somebody else`, 'remove it and start again');
  }
  if (owner) await chown(folder, owner.uid, owner.gid);
  await chmod(folder, 0o700);
}

/**
 * Removes the lock of a server that is gone. PostgreSQL itself trusts the bare pid in it, which may be a zombie's or,
 * after a reboot, some other program's. The caller holds the data folder, so no other Graft starts one meanwhile.
 */
export async function clearStaleLock({ data, sockets }) {
  const lock = join(data, 'postmaster.pid');
  const pid = existsSync(lock) ? Number.parseInt(readFileSync(lock, 'utf8'), 10) : 0;
  if (pid && runsOn(pid, data)) await endProcess(identify(pid), 'SIGINT', 10_000);
  await rm(lock, { force: true });
  await rm(join(sockets, '.s.PGSQL.5432'), { force: true });
  await rm(join(sockets, '.s.PGSQL.5432.lock'), { force: true });
}

function runsOn(pid, data) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data);
  } catch {
    return false;
  }
}
