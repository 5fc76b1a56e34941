import { readFileSync, writeFileSync } from 'node:fs';

/** Measures the most memory that this process has held since it was made. */
export interface PeakMemory {
  /** Bytes resident; of the whole life of the process where the system can't tell more. */
  read(): number;
}

/** Linux forgets the peak of a process when told to (`clear_refs` 5, see proc(5)). */
export function watchPeakMemory(): PeakMemory {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Elsewhere the peak of an earlier step of this engine counts too.
  }
  return { read: () => readPeak() ?? process.resourceUsage().maxRSS * 1024 };
}

function readPeak(): number | null {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
