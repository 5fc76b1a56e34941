import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { EngineOptions, EngineOutcome } from './engine-options';

const KEPT_OUTPUT = 8192;
/** What V8, the C++ runtime and TensorFlow say when memory ran out. */
const OUT_OF_MEMORY = /heap out of memory|bad_alloc|RESOURCE_EXHAUSTED|Cannot allocate memory/;

/** How an engine ended. */
export interface EngineExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last of what it printed. */
  readonly output: string;
  /** The kernel has killed some process for want of memory while it lived. */
  readonly memoryRanOut: boolean;
}

/** Settles once, when the process is gone and its channel and output are drained. Never rejects. */
export function watchExit(child: ChildProcess, options: EngineOptions): Promise<EngineExit> {
  let output = '';
  const killsBefore = countMemoryKills();
  const keep = (chunk: Buffer): void => {
    const text = chunk.toString('utf8');
    output = (output + text).slice(-KEPT_OUTPUT);
    options.onOutput?.(text);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      // A failed fork has no 'close'; a failed send does not end the process.
      if (child.pid === undefined)
        resolve({ code: null, signal: null, output: error.message, memoryRanOut: false });
    });
    child.once('close', (code, signal) => {
      resolve({ code, signal, output, memoryRanOut: countMemoryKills() > killsBefore });
    });
  });
}

/** The outcome of a step whose engine ended without a last message. */
export function describeExit(exit: EngineExit): Extract<EngineOutcome, { type: 'failed' }> {
  const details = { exitCode: exit.code, signal: exit.signal };
  const killed = exit.signal === 'SIGKILL' && exit.memoryRanOut;
  if (killed || OUT_OF_MEMORY.test(exit.output)) {
    return {
      type: 'failed',
      errorClass: 'resource',
      code: 'engine.out-of-memory',
      message: 'The engine ran out of memory. Use a smaller batch or a worker with more memory.',
      details,
    };
  }
  const how = exit.signal === null ? `with exit code ${String(exit.code)}` : `by ${exit.signal}`;
  return {
    type: 'failed',
    errorClass: 'operational',
    code: 'engine.died',
    message: `The engine process was ended ${how} before the step was done; it is started again from the last checkpoint.`,
    details,
  };
}

/** Processes that the kernel has killed for want of memory so far; 0 where it does not tell. */
function countMemoryKills(): number {
  try {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** The outcome of a step whose engine was ended because it took more memory than it may. */
export function describeOverflow(
  bytes: number,
  limit: number,
): Extract<EngineOutcome, { type: 'failed' }> {
  const gigabytes = (size: number) => `${(size / 1024 ** 3).toFixed(1)} GB`;
  return {
    type: 'failed',
    errorClass: 'resource',
    code: 'engine.out-of-memory',
    message: `The engine took ${gigabytes(bytes)} of memory and may take ${gigabytes(limit)}, so it was ended. Use a smaller batch or a worker with more memory.`,
    details: { bytes, limit },
  };
}

/** What an engine that could not start said: its error, without the stack. */
export function lastWords(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const error = lines.findLast((line) => /^\w*Error\b.*: /.test(line));
  return error ?? lines.findLast((line) => line !== '') ?? 'it said nothing';
}
