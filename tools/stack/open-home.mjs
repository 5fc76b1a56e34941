import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseOwner } from './choose-owner.mjs';
import { locateDatabase } from './place-database.mjs';
import { lives } from './read-process.mjs';
import { startStack } from './start-stack.mjs';

/**
 * Reaches the database (and Temporal) of a data folder: of the Graft that runs on it, else of services that are
 * started for the occasion. Resolves with `{env, close()}`; `env` says where they are.
 */
export async function openHome(home, services = ['postgres']) {
  const running = await findRunning(home, services);
  if (running) return { env: running, close: async () => {} };
  const { env, stop } = await startStack({ home, port: 0, services });
  return { env, close: stop };
}

async function findRunning(wished, services) {
  try {
    const home = await realpath(wished);
    const { supervisor, children } = JSON.parse(await readFile(join(home, 'run.json'), 'utf8'));
    if (!lives(supervisor) || services.some((name) => !lives(children[name]))) return null;
    const { sockets } = locateDatabase(home, (await chooseOwner()).owner);
    const ports = JSON.parse(await readFile(join(home, 'ports.json'), 'utf8'));
    return {
      DATABASE_URL: `postgresql://graft@localhost/graft?host=${encodeURIComponent(sockets)}`,
      GRAFT_BLOBS: join(home, 'blobs'),
      GRAFT_TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
    };
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
