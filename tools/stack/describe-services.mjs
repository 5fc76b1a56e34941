import { join } from 'node:path';
import { connect } from 'node:net';
import { repo } from '../setup/paths.mjs';
import { runCommand } from '../setup/run-command.mjs';
import { clearStaleLock } from './place-database.mjs';
import { waitUntil } from './wait-until.mjs';

/** The signal that ends each child, in the order in which they are stopped. */
export const stopSignals = {
  worker: 'SIGTERM',
  api: 'SIGTERM',
  temporal: 'SIGTERM',
  postgres: 'SIGINT',
};

const RETENTION = '720h';

/**
 * Describes the children of a stack in the order in which they start. Those that `yield` leave the processors to whoever
 * answers people: on a small machine a page must not wait for a hundred runs.
 */
export function describeServices(stack) {
  const workers = Array.from({ length: stack.workers }, (_, at) => worker(stack, at + 1));
  return [postgres(stack), temporal(stack), api(stack), ...workers];
}

function child(stack, name, more) {
  return {
    name,
    service: name,
    cwd: repo,
    env: stack.env,
    log: join(stack.home, 'logs', `${name}.log`),
    stopSignal: stopSignals[name],
    stopPatience: 10_000,
    deathSignal: 'KILL',
    ...more,
    whenReady: (goOn) => waitUntil(more.isReady, more.readyPatience, goOn),
  };
}

function postgres(stack) {
  const { bin, data, sockets } = stack.database;
  const settings = [`unix_socket_directories="${sockets}"`, 'listen_addresses=', 'port=5432'];
  return child(stack, 'postgres', {
    title: 'PostgreSQL',
    command: join(bin, 'postgres'),
    args: ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    cwd: data,
    prefix: stack.owner.prefix,
    deathSignal: 'INT',
    prepare: () => clearStaleLock(stack.database),
    readyPatience: 60_000,
    isReady: () => makeDatabase(sockets),
  });
}

/** Answers once queries are answered; makes the database `graft` on the way. */
async function makeDatabase(sockets) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ host: sockets, user: 'graft', database: 'postgres' });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'graft'");
    if (rowCount === 0) await client.query('CREATE DATABASE graft');
    return true;
  } finally {
    await client.end().catch(() => {});
  }
}

const SETTINGS = [
  // With more than one partition a queue keeps priorities only nearly.
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
  // A worker behind a cable that was cut is given work until Temporal believes that it is gone: 70 s by default.
  // Answers may take 10 s as always: a part that is frozen or starved for a while must keep its connection.
  'frontend.keepAliveTime="10s"',
].flatMap((setting) => ['--dynamic-config-value', setting]);

function temporal(stack) {
  const { path, address } = stack.temporal;
  const [ip, port] = address.split(':');
  const common = ['--headless', '--ip', ip, '--port', port, '--log-level', 'error', ...SETTINGS];
  return child(stack, 'temporal', {
    title: 'Temporal',
    command: path,
    args: ['server', 'start-dev', ...common, '--db-filename', join(stack.home, 'temporal.db')],
    deathSignal: 'TERM',
    yields: true,
    readyPatience: 60_000,
    isReady: async () => (await answers(Number(port))) && keepHistories(path, address),
  });
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}

// start-dev forgets closed runs after one day.
async function keepHistories(path, address) {
  const args = ['operator', 'namespace', 'update', '--namespace', 'default'];
  const where = ['--address', address, '--retention', RETENTION, '--command-timeout', '5s'];
  return (await runCommand(path, [...args, ...where])).code === 0;
}

function api(stack) {
  return child(stack, 'api', {
    title: 'The API',
    env: { ...stack.env, GRAFT_WEB: join(repo, 'apps', 'web', 'dist') },
    command: process.execPath,
    // Each request leaves much behind that is short-lived: a larger nursery is emptied less often. No source maps:
    // reading them at the first error holds everybody up for a second, and the bundle is readable.
    args: ['--max-semi-space-size=64', join(repo, 'apps', 'api', 'dist', 'main.js')],
    readyPatience: 60_000,
    isReady: async () => (await fetch(`${stack.address}/api/health`)).status === 200,
  });
}

/** The first is called `worker`, the others `worker-2` and so on. */
function worker(stack, number) {
  return child(stack, number === 1 ? 'worker' : `worker-${number}`, {
    title: number === 1 ? 'The worker' : `Worker ${number}`,
    service: 'worker',
    stopSignal: stopSignals.worker,
    yields: true,
    command: process.execPath,
    args: ['--enable-source-maps', join(repo, 'apps', 'worker', 'dist', 'main.js')],
    stopPatience: 15_000,
    readyPatience: 5_000,
    // A worker serves nothing: once it runs, Temporal hands it work when it asks.
    isReady: async () => true,
  });
}
