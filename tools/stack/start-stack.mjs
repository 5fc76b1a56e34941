import { mkdir, realpath, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { checkDisk } from '../setup/check-machine.mjs';
import { repo, statusFile } from '../setup/paths.mjs';
import { Problem } from '../setup/problem.mjs';
import { readStatus } from '../setup/run-setup.mjs';
import { chooseOwner } from './choose-owner.mjs';
import { describeServices, stopSignals } from './describe-services.mjs';
import { claimPort, rememberPort } from './find-port.mjs';
import { holdHome } from './hold-home.mjs';
import { trimLog } from './keep-log.mjs';
import { keepRunning } from './keep-running.mjs';
import { makeToken } from './make-token.mjs';
import { initDatabase, locateDatabase } from './place-database.mjs';
import { readRevision } from './read-revision.mjs';

const ALL = ['postgres', 'temporal', 'api', 'worker'];
const LEAST_MEGABYTES = 300;
const LOGS_TRIMMED_EVERY = 60_000;

/**
 * Starts the embedded stack (or some of its `services`) on a data folder and keeps it running. For tests, `workers`
 * sets how many there are, `engine` which program they fork, `longestPause` how long (ms) a part that dies again and
 * again is left down.
 * Returns `{address, token, home, env, pids, stop(), kill(name)}`; throws a Problem that says what to do. An abort of
 * `signal` stops it, also half-way through the start.
 */
export async function startStack(options = {}) {
  const { services = ALL, onLine = () => {}, env = {} } = options;
  const setup = await readSetup();
  const home = await makeHome(options.home ?? process.env.GRAFT_HOME ?? join(repo, '.graft'));
  const port = options.port ?? Number(process.env.GRAFT_PORT ?? 4400);
  const hold = await holdHome(home, { address: addressOf(port), stopSignals });
  const { workers = 1, longestPause, engine } = options;
  const stack = { home, port, workers, engine, running: [], signal: options.signal };
  const stop = stopper(stack, hold);
  options.signal?.addEventListener('abort', stop);
  try {
    if (services.includes('api')) stack.port = await claimPort(port);
    stack.address = addressOf(stack.port);
    await hold.move(stack.address);
    await prepare(stack, setup, env);
    await startServices(stack, services, { onLine, onStart: hold.note, longestPause });
  } catch (error) {
    await stop();
    throw error;
  }
  return makeHandle(stack, stop);
}

function addressOf(port) {
  return `http://127.0.0.1:${port}`;
}

async function readSetup() {
  const setup = await readStatus();
  if (!setup) throw new Problem('Graft is not set up', 'run `npm run setup` first');
  for (const part of [setup.temporal, setup.postgres]) {
    if (part.state === 'missing') throw new Problem(part.reason, part.fix);
  }
  return setup;
}

async function makeHome(wished) {
  const home = resolve(wished);
  try {
    await mkdir(join(home, 'logs'), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Problem(
      `the data folder ${home} cannot be made (${error.code})`,
      'set GRAFT_HOME to a folder that you may write to',
    );
  }
  await checkDisk(home, LEAST_MEGABYTES, 'Graft');
  // One folder, one name: the lock and the socket are found by it.
  return realpath(home);
}

async function prepare(stack, setup, env) {
  const { home } = stack;
  stack.token = await makeToken(home);
  stack.owner = await chooseOwner();
  stack.database = { bin: setup.postgres.bin, ...locateDatabase(home, stack.owner.owner) };
  await initDatabase(stack.database, stack.owner);
  const temporalPort = await rememberPort(home, 'temporal');
  stack.temporal = { path: setup.temporal.path, address: `127.0.0.1:${temporalPort}` };
  stack.revision = await readRevision();
  stack.contract = describeContract(stack);
  stack.env = { ...process.env, ...env, ...stack.contract };
}

/** What the children are told: their whole knowledge of where things are. */
function describeContract({ home, port, database, temporal, engine, revision }) {
  return {
    GRAFT_HOME: home,
    GRAFT_PORT: String(port),
    GRAFT_BLOBS: join(home, 'blobs'),
    GRAFT_TOKEN_FILE: join(home, 'token'),
    GRAFT_ASSETS: join(repo, 'assets'),
    GRAFT_SETUP: statusFile,
    GRAFT_ENGINE: engine ?? join(repo, 'apps', 'worker', 'dist', 'engine.js'),
    GRAFT_WORKFLOW_BUNDLE: join(repo, 'apps', 'worker', 'dist', 'workflows.js'),
    GRAFT_TEMPORAL_ADDRESS: temporal.address,
    GRAFT_TEMPORAL_NAMESPACE: 'default',
    GRAFT_REVISION: revision,
    DATABASE_URL: `postgresql://graft@localhost/graft?host=${encodeURIComponent(database.sockets)}`,
  };
}

async function startServices(stack, services, options) {
  const children = describeServices(stack).filter(({ service }) => services.includes(service));
  const logs = children.map(({ log }) => log);
  logs.forEach(trimLog);
  stack.trimming = setInterval(() => logs.forEach(trimLog), LOGS_TRIMMED_EVERY).unref();
  for (const child of children) {
    if (stack.signal?.aborted) return;
    const kept = keepRunning(child, options);
    stack.running.push(kept);
    await kept.start();
  }
}

/** Stops in the reverse of the order in which things started; a second call waits for the first. */
function stopper(stack, hold) {
  let stopping = null;
  return () => (stopping ??= stopAll(stack, hold));
}

async function stopAll(stack, hold) {
  clearInterval(stack.trimming);
  for (const child of stack.running.reverse()) await child.stop();
  // The folder of the socket may lie among other people's temporary files: nothing of ours stays there.
  if (stack.database) await rmdir(stack.database.sockets).catch(() => {});
  await hold.letGo();
}

function makeHandle(stack, stop) {
  const find = (name) => stack.running.find((child) => child.name === name);
  return {
    address: stack.address,
    token: stack.token,
    home: stack.home,
    env: stack.contract,
    get pids() {
      return Object.fromEntries(stack.running.map(({ name, pid }) => [name, pid]));
    },
    stop,
    kill: (name, signal) => find(name).kill(signal),
  };
}
