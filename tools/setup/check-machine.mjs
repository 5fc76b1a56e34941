import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Problem } from './problem.mjs';

// tfjs-node calls util.isNullOrUndefined, which Node 23 removed.
const OLDEST = [20, 12];
const TOO_NEW = 23;

/** Refuses a Node on which Graft cannot run. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major >= TOO_NEW) {
    throw new Problem(
      `Node ${version} is too new for TensorFlow's binding`,
      'install Node 20 (>= 20.12) or 22 and start again',
    );
  }
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new Problem(
      `Node ${version} is too old`,
      'install Node 20 (>= 20.12) or 22 and start again',
    );
  }
}

/** Refuses to go on when the disk that holds `folder` has less than `megabytes` free. */
export async function checkDisk(folder, megabytes, purpose, measure = freeMegabytes) {
  const free = await measure(folder);
  if (free >= megabytes) return;
  throw new Problem(
    `${purpose} needs ${megabytes} MB, but the disk of ${folder} has ${Math.floor(free)} MB free`,
    'free some space or choose another disk',
  );
}

async function freeMegabytes(folder) {
  let place = folder;
  while (!existsSync(place) && place !== dirname(place)) place = dirname(place);
  const { bavail, bsize } = await statfs(place);
  return (bavail * bsize) / 1e6;
}
