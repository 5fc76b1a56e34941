import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * When a process started, as a text that no other process ever has together with the same pid; null when it is
 * gone (a zombie is gone: it holds nothing, it only waits for its parent).
 */
export function startOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return process.platform === 'linux' ? startOnLinux(pid) : startElsewhere(pid);
}

function startOnLinux(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in brackets and may hold blanks: count from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return /[ZX]/.test(fields[0]) ? null : `${bootId()}:${fields[19]}`;
  } catch {
    return null;
  }
}

function bootId() {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

function startElsewhere(pid) {
  try {
    const columns = ['-o', 'lstart=', '-p', String(pid)];
    return execFileSync('ps', columns, { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

/** The identity of a process: its pid and its start. */
export function identify(pid) {
  return { pid, started: startOf(pid) };
}

/** Whether the very process that was identified still lives. */
export function lives({ pid, started } = {}) {
  return Boolean(started) && startOf(pid) === started;
}

/** Stops exactly that process: a signal, some time, then SIGKILL to it and its group. */
export async function endProcess(identity, signal, milliseconds) {
  if (!lives(identity)) return;
  send(identity.pid, signal);
  if (await goneWithin(identity, milliseconds)) return;
  send(-identity.pid, 'SIGKILL');
  send(identity.pid, 'SIGKILL');
  await goneWithin(identity, 5000);
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It went by itself.
  }
}

async function goneWithin(identity, milliseconds) {
  for (const end = performance.now() + milliseconds; performance.now() < end;) {
    if (!lives(identity)) return true;
    await wait(25);
  }
  return !lives(identity);
}
