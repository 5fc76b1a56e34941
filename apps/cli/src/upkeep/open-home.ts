import { openDatabase, type Database } from '@graft/db';
import { openBlobStore, type LocalBlobStore } from '@graft/storage';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CommandError } from '../exit';
import { findHome, findRepository, type StackOptions } from '../stack/find-stack';

/** The stores of a data folder, opened directly: upkeep works without the API too. */
export interface OpenHome {
  databaseUrl: string;
  database: Database;
  blobs: LocalBlobStore;
  temporalAddress: string | null;
  close(): Promise<void>;
}

interface Reached {
  env: Record<string, string>;
  close: () => Promise<void>;
}

/** Opens what DATABASE_URL and GRAFT_BLOBS name, else the data folder; starts its database if it does not run. */
export async function openHome(
  options: StackOptions,
  services: readonly ('postgres' | 'temporal')[] = ['postgres'],
): Promise<OpenHome> {
  const { env, close } = await reach(findHome(options), services);
  const databaseUrl = env['DATABASE_URL'] ?? '';
  const database = openDatabase(databaseUrl);
  return {
    ...{ databaseUrl, database },
    blobs: openBlobStore(env['GRAFT_BLOBS'] ?? join(findHome(options), 'blobs'), process.env),
    temporalAddress: env['GRAFT_TEMPORAL_ADDRESS'] ?? null,
    async close() {
      await database.close();
      await close();
    },
  };
}

async function reach(home: string, services: readonly string[]): Promise<Reached> {
  const { DATABASE_URL, GRAFT_BLOBS, GRAFT_TEMPORAL_ADDRESS } = process.env;
  if (DATABASE_URL !== undefined) {
    const known = Object.entries({ DATABASE_URL, GRAFT_BLOBS, GRAFT_TEMPORAL_ADDRESS });
    const env = known.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
    return { env: Object.fromEntries(env) as Record<string, string>, close: async () => {} };
  }
  const tool = join(findRepository(), 'tools', 'stack', 'open-home.mjs');
  const { openHome: open } = (await import(pathToFileURL(tool).href)) as {
    openHome: (home: string, services: readonly string[]) => Promise<Reached>;
  };
  try {
    return await open(home, services);
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error));
  }
}
