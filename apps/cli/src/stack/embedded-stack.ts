import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient, fetchPatiently } from '@graft/contracts';
import { CommandError } from '../exit';
import type { Terminal } from '../terminal';
import { findHome, findRepository, type Stack, type StackOptions } from './find-stack';

export interface EmbeddedStack extends Stack {
  /** Stops it and waits until it is gone. */
  stop(): Promise<void>;
}

const READY = /^Graft is ready at (http:\/\/[^/\s]+)\/#token=(\S+)$/;

/**
 * Starts a stack for this command alone. It ends with this process even when that is killed,
 * because it watches its standard input.
 * @throws CommandError with the last words of a stack that did not start
 */
export async function startEmbedded(
  options: StackOptions,
  terminal: Terminal,
): Promise<EmbeddedStack> {
  const port = await findFreePort();
  const starter = join(findRepository(), 'tools', 'start.mjs');
  const args = ['--home', findHome(options), '--port', String(port), '--until-stdin-closes'];
  const child = spawn(process.execPath, [starter, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: process.env,
  });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const { address, token } = await untilReady(child, gone, terminal);
  return {
    address,
    token,
    client: createClient({ baseUrl: address, token, fetch: fetchPatiently }),
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function untilReady(
  child: ChildProcess,
  gone: Promise<void>,
  terminal: Terminal,
): Promise<{ address: string; token: string }> {
  const said: string[] = [];
  follow(child.stderr, (line) => {
    said.push(line);
    if (said.length > 5) said.shift();
    if (terminal.watched) terminal.err(`${line}\n`);
  });
  const ready = new Promise<{ address: string; token: string }>((resolve) => {
    follow(child.stdout, (line) => {
      const [, address, token] = READY.exec(line) ?? [];
      if (address !== undefined && token !== undefined) resolve({ address, token });
    });
  });
  const first = await Promise.race([ready, gone]);
  if (first) return first;
  throw new CommandError(`The embedded stack did not start: ${said.at(-1) ?? 'it said nothing'}`);
}

function follow(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', onLine);
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
