import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repo = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const nodeModules = join(repo, 'node_modules');

/** Where set-up says what this machine has; read by the stack, the API, the worker and doctor. */
export const statusFile = join(nodeModules, '.graft', 'setup.json');

/** Downloads and builds that outlive node_modules and are shared by all checkouts of a person. */
export function cacheFolder(env = process.env) {
  if (env.GRAFT_CACHE) return env.GRAFT_CACHE;
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'graft');
}
