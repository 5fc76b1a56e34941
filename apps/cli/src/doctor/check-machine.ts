import type { Finding } from './finding';

export interface Machine {
  /** As in `20.19.0`. */
  node: string;
  memoryBytes: number;
  /** What the container may take; 0 or more than there is: no limit. */
  limitBytes: number;
  processors: number;
  /** GRAFT_THREADS; null when it is not set. */
  threads: string | null;
}

const LEAST_GIGABYTES = 3.5;

/** Node, memory and the number of threads that was asked for. */
export function checkMachine(machine: Machine): Finding[] {
  const { node, memoryBytes, limitBytes, processors, threads } = machine;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const gigabytes = Math.min(limitBytes || Infinity, memoryBytes) / 1e9;
  return [
    {
      check: 'Node',
      ok: (major === 20 && minor >= 12) || major === 21 || major === 22,
      detail: node,
      fix: 'install Node 20 (20.12 or newer) or 22',
    },
    {
      check: 'memory',
      ok: gigabytes >= LEAST_GIGABYTES,
      detail: `${gigabytes.toFixed(1)} GB`,
      fix: 'give Graft 4 GB or more: training large pictures may end for want of memory, and go on in halves',
    },
    ...(threads === null ? [] : [checkThreads(threads, processors)]),
  ];
}

function checkThreads(threads: string, processors: number): Finding {
  return {
    check: 'threads',
    ok: /^\d+$/.test(threads) && Number(threads) >= 1 && Number(threads) <= processors,
    detail: `GRAFT_THREADS is ${threads}, there are ${String(processors)} processors`,
    fix: `set GRAFT_THREADS to a number from 1 to ${String(processors)}, or unset it: more threads than processors are slower`,
  };
}
