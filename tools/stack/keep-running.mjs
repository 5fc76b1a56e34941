import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../setup/problem.mjs';
import { lastLines } from './keep-log.mjs';
import { endProcess, identify } from './read-process.mjs';

const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 15_000;
const STEADY_AFTER = 30_000;
const TRIES_AT_START = 3;
/** Of parts that yield to those a person waits for: a tenth of their share. */
const NICENESS = '10';

/**
 * Keeps one child of the stack running. The child has a session of its own, so the terminal's Ctrl-C reaches only
 * the supervisor, and it gets `deathSignal` from the kernel when the supervisor dies in whatever way.
 */
export function keepRunning(child, { onLine, onStart, longestPause = LONGEST_PAUSE }) {
  const state = { stopping: false, pid: null, pause: FIRST_PAUSE, gone: null, timer: null };

  async function launch() {
    await child.prepare?.();
    if (state.stopping) return;
    const log = openSync(child.log, 'a', 0o600);
    const [command, ...args] = [...prefixFor(child), child.command, ...child.args];
    const running = spawn(command, args, {
      cwd: child.cwd,
      env: child.env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const begun = performance.now();
    state.gone = new Promise((resolve) => {
      running.once('error', (error) => resolve(error.message));
      running.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    state.pid = running.pid ?? null;
    state.identity = identify(state.pid);
    if (child.yields && state.pid) yieldAsGroup(state.pid);
    state.gone.then((how) => {
      state.pid = null;
      if (performance.now() - begun > STEADY_AFTER) state.pause = FIRST_PAUSE;
      if (state.ready && !state.stopping) restart(how);
    });
    if (state.pid) await onStart(child.name, state.pid).catch(endUnnoted);
  }

  /** A child that the record does not name would outlive us: it ends, and the next one is noted. */
  function endUnnoted(error) {
    onLine(`${child.title} could not be noted (${error.message}); it is ended and started again.`);
    if (state.pid) process.kill(state.pid, 'SIGKILL');
  }

  function restart(how) {
    const seconds = (state.pause / 1000).toFixed(2).replace(/\.?0+$/, '');
    onLine(`${child.title} ended (${how}) and is started again in ${seconds} s; see ${child.log}.`);
    state.timer = setTimeout(() => {
      launch().catch((error) => restart(error.message));
    }, state.pause);
    state.pause = Math.min(state.pause * 2, longestPause);
  }

  async function start() {
    for (let attempt = 1; ; attempt += 1) {
      await launch();
      const ready = await Promise.race([state.gone, child.whenReady(() => state.pid !== null)]);
      if (state.stopping) return;
      if (ready === true) break;
      if (state.pid !== null) throw tooSlow(child);
      if (attempt === TRIES_AT_START) throw endedAtStart(child, await state.gone);
      await wait(state.pause);
    }
    state.ready = true;
    if (state.pid === null) restart('at once');
  }

  async function stop() {
    state.stopping = true;
    clearTimeout(state.timer);
    if (state.pid) await endProcess(state.identity, child.stopSignal, child.stopPatience);
  }

  return {
    name: child.name,
    start,
    stop,
    get pid() {
      return state.pid;
    },
    kill: (signal = 'SIGKILL') => state.pid !== null && process.kill(state.pid, signal),
  };
}

const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined;
const nice = findProgram('nice');

function findProgram(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/**
 * Linux shares the processors among sessions first (sched_autogroup), and a nice value counts inside its session
 * only: each part is one of its own, so the session is told to yield as well.
 */
function yieldAsGroup(pid) {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, NICENESS);
  } catch {
    // Without such groups, or not allowed: the part takes a larger share, and nothing else is lost.
  }
}

// setpriv comes last: a change of user before it would clear the signal again.
function prefixFor({ prefix = [], deathSignal, yields = false }) {
  const polite = yields && nice ? [nice, '-n', NICENESS] : [];
  return setpriv
    ? [...prefix, setpriv, '--pdeathsig', deathSignal, '--', ...polite]
    : [...prefix, ...polite];
}

function endedAtStart(child, how) {
  return new Problem(
    `${child.title} does not start (${how}): ${lastLines(child.log)}`,
    `see ${child.log}, mend it and start again`,
  );
}

function tooSlow(child) {
  return new Problem(
    `${child.title} is not ready after ${child.readyPatience / 1000} s: ${lastLines(child.log)}`,
    `see ${child.log}, mend it and start again`,
  );
}
