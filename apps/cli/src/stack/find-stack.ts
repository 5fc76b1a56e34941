import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createClient, fetchPatiently, type Client } from '@graft/contracts';
import { z } from 'zod';
import { CommandError } from '../exit';

export interface StackOptions {
  url?: string;
  token?: string;
  home?: string;
}

export interface Stack {
  readonly address: string;
  readonly token: string;
  readonly client: Client;
}

const HOW = 'start it with "npm start", or add --embedded';
const recordSchema = z.object({ address: z.url() });

/** Data folder of the stack: as asked for, as the environment says, or `.graft`. */
export function findHome(options: StackOptions): string {
  return resolve(options.home ?? process.env['GRAFT_HOME'] ?? join(findRepository(), '.graft'));
}

/** The repository that this program is a part of: it is built to `apps/cli/dist/main.js`. */
export function findRepository(): string {
  return process.env['GRAFT_REPOSITORY'] ?? resolve(import.meta.dirname, '..', '..', '..');
}

/** Address and token of the stack that runs; null when none does. */
export async function findStack(options: StackOptions): Promise<Stack | null> {
  const home = findHome(options);
  const address = options.url ?? process.env['GRAFT_URL'] ?? (await readAddress(home));
  const token = options.token ?? process.env['GRAFT_TOKEN'] ?? (await readToken(home));
  if (address === null || token === null) return null;
  return {
    address,
    token,
    client: createClient({ baseUrl: address, token, fetch: fetchPatiently }),
  };
}

/** The stack that runs and answers. @throws CommandError that says how to start one */
export async function requireStack(options: StackOptions): Promise<Stack> {
  const stack = await findStack(options);
  if (stack === null) throw new CommandError(`Graft does not run: ${HOW}.`);
  if (await answers(stack)) return stack;
  throw new CommandError(`Nobody answers at ${stack.address}: ${HOW}.`);
}

/** True when the API answers at all. */
export async function answers({ address }: Stack): Promise<boolean> {
  try {
    const response = await fetch(new URL('/api/health', address), {
      signal: AbortSignal.timeout(5_000),
    });
    return response.ok;
  } catch {
    return false;
  }
}

async function readAddress(home: string): Promise<string | null> {
  const text = await readFile(join(home, 'run.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return recordSchema.parse(JSON.parse(text)).address;
  } catch {
    return null;
  }
}

async function readToken(home: string): Promise<string | null> {
  const text = await readFile(join(home, 'token'), 'utf8').catch(() => null);
  return text === null ? null : text.trim();
}
