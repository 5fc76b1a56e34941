import { createServer } from 'node:net';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../setup/keep-stamps.mjs';
import { Problem } from '../setup/problem.mjs';

const HOST = '127.0.0.1';

/** Binds a port for a moment; resolves with its number, or null when it is taken. 0 means any. */
export function tryPort(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    server.listen(port, HOST, () => {
      const { port: bound } = server.address();
      server.close(() => resolve(bound));
    });
  });
}

/** Systems give outgoing connections numbers from 32,768 up: one of those may be taken again before it is listened at. */
const QUIET_PORTS = { from: 20_000, count: 12_000 };
const ATTEMPTS = 50;

/** A port that is free, and stays so until its program has started. */
export async function findPort() {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = QUIET_PORTS.from + Math.floor(Math.random() * QUIET_PORTS.count);
    if ((await tryPort(port)) !== null) return port;
  }
  return tryPort(0);
}

/** The port that a person asked for; refuses a taken one in one sentence. */
export async function claimPort(port) {
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Problem(`the port ${port} is not a number from 0 to 65535`, 'set GRAFT_PORT to one');
  }
  const bound = port === 0 ? await findPort() : await tryPort(port);
  if (bound !== null) return bound;
  throw new Problem(
    `the port ${port} of ${HOST} is taken by another program or not allowed`,
    'stop that program or set GRAFT_PORT to a free port (0 finds one)',
  );
}

/** A port that a data folder keeps from start to start, as long as nobody else takes it. */
export async function rememberPort(home, name) {
  const path = join(home, 'ports.json');
  const known = JSON.parse(await readFile(path, 'utf8').catch(() => '{}'));
  const port = (known[name] && (await tryPort(known[name]))) || (await findPort());
  await writeWhole(path, JSON.stringify({ ...known, [name]: port }));
  return port;
}
