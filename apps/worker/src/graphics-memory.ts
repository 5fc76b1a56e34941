import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The program may hang when the driver does; a scrape must not. */
const PATIENCE_MS = 5_000;
const MEBIBYTE = 1024 ** 2;
const FIELDS = 'index,memory.used,memory.total';

/** Memory of one card, in bytes. */
export interface GraphicsMemory {
  readonly gpu: string;
  readonly used: number;
  readonly total: number;
}

/**
 * Memory of the NVIDIA cards that this machine or container sees, by the program that comes with their driver.
 * Whatever uses them counts. Empty where the program is missing or fails; a card that does not say is left out.
 */
export async function readGraphicsMemory(): Promise<GraphicsMemory[]> {
  const args = [`--query-gpu=${FIELDS}`, '--format=csv,noheader,nounits'];
  const { stdout } = await run('nvidia-smi', args, {
    ...{ timeout: PATIENCE_MS, killSignal: 'SIGKILL', encoding: 'utf8' },
    // Nothing of what a worker knows: neither passwords nor keys.
    env: { PATH: process.env['PATH'] },
  }).catch(() => ({ stdout: '' }));
  return stdout.split('\n').flatMap((line) => {
    const found = /^\s*(\d+),\s*(\d+),\s*(\d+)\s*$/.exec(line);
    if (!found) return [];
    const [, gpu = '', used, total] = found;
    return [{ gpu, used: Number(used) * MEBIBYTE, total: Number(total) * MEBIBYTE }];
  });
}
