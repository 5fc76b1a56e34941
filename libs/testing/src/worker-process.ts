import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { until } from './services';

const SETPRIV = '/usr/bin/setpriv';

/** A worker in a process of its own. */
export class WorkerProcess {
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => this.remember(chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.remember(chunk));
  }

  /** Starts the built worker; resolves when it asks for work. */
  static async start(main: string, env: Readonly<Record<string, string>>): Promise<WorkerProcess> {
    const node = [process.execPath, main];
    const leash = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', ...node] : node;
    const [program = '', ...args] = leash;
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '', ...env },
    });
    const worker = new WorkerProcess(child);
    await until('the worker is ready', () => {
      if (worker.ended) throw new Error(worker.output);
      return worker.output.includes('"ready"');
    });
    return worker;
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** All that it has printed: for a person who looks at a failing test. */
  get log(): string {
    return this.output;
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get exitCode(): number | null {
    return this.child.exitCode;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Signals it (SIGKILL by default) and waits until it is gone. */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.ended) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    await gone;
  }

  private remember(chunk: Buffer): void {
    this.output += chunk.toString();
  }
}
