import { readdirSync, readFileSync } from 'node:fs';

/** A process as Linux shows it. */
export interface ProcessInfo {
  pid: number;
  parent: number;
  command: string;
}

/** Every process that this one may see. */
export function listProcesses(): ProcessInfo[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));
}

function readProcess(pid: number): ProcessInfo[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in brackets and may hold blanks: count from behind it.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return [];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return [{ pid, parent: Number(parent), command }];
  } catch {
    return [];
  }
}

/** A process and all that descend from it. */
export function listTree(root: number, all = listProcesses()): number[] {
  const children = all.filter(({ parent }) => parent === root);
  return [root, ...children.flatMap(({ pid }) => listTree(pid, all))];
}

/** Sends a signal; a process that is gone already is fine. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It went by itself.
  }
}
