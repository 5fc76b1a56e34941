import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { OperationalError, UnexpectedError } from '@graft/errors';
import {
  ENGINE_PROTOCOL,
  engineMessageSchema,
  type EngineCommand,
  type EngineMessage,
  type StartMessage,
} from '@graft/plan';
import { Conversation } from './conversation';
import { buildCommand, buildEnvironment } from './engine-environment';
import {
  describeExit,
  describeOverflow,
  lastWords,
  watchExit,
  type EngineExit,
} from './engine-exit';
import type { EngineOptions, EngineOutcome, RunHandlers } from './engine-options';

const START_LIMIT_MS = 60_000;
const MEMORY_CHECK_MS = 500;

/** The supervisor's end of one engine process. One step at a time. */
export class EngineProcess {
  readonly #child: ChildProcess;
  #conversation: Conversation | null = null;
  #exit: EngineExit | null = null;
  #stepsRun = 0;
  #healthy = true;
  /** Resident bytes at which it was ended for taking too much. */
  #overflow: number | null = null;
  readonly options: EngineOptions;
  readonly #ended: Promise<EngineExit>;

  private constructor(options: EngineOptions, child: ChildProcess) {
    this.options = options;
    this.#child = child;
    this.#ended = watchExit(child, options).then((exit) => {
      this.#exit = exit;
      this.#conversation?.conclude(this.#describeEnd(exit));
      return exit;
    });
    child.on('message', (raw) => {
      this.#receive(raw);
    });
    // A send to a process that is just dying emits an error; the exit is reported anyway.
    child.on('error', () => undefined);
  }

  /**
   * Forks an engine and waits until it is ready.
   * @throws OperationalError `engine.start-failed` when it ends, or says nothing, before that.
   */
  static async start(options: EngineOptions): Promise<EngineProcess> {
    const child = fork(options.entry, [], {
      ...buildCommand(options),
      env: buildEnvironment(options),
      serialization: 'json',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const engine = new EngineProcess(options, child);
    try {
      await engine.#untilReady();
    } catch (error) {
      await engine.kill();
      throw error;
    }
    return engine;
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  get alive(): boolean {
    const { exitCode, signalCode, connected } = this.#child;
    return this.#exit === null && exitCode === null && signalCode === null && connected;
  }

  /** False once a step left it in doubt (out of memory, a fault of ours): don't use it again. */
  get healthy(): boolean {
    return this.alive && this.#healthy;
  }

  get stepsRun(): number {
    return this.#stepsRun;
  }

  /** Resident memory in bytes, or null where the system does not tell. */
  residentBytes(): number | null {
    try {
      const pages = readFileSync(`/proc/${String(this.pid)}/statm`, 'utf8').split(' ')[1];
      return Number(pages) * 4096;
    } catch {
      return null;
    }
  }

  /**
   * Runs one step to its outcome. An engine that dies is an outcome too (`failed`, `engine.died`).
   * @throws what `onMessage` threw, or the reason of `signal`; the engine is gone by then.
   */
  async run(start: StartMessage, handlers: RunHandlers): Promise<EngineOutcome> {
    if (this.#conversation !== null) {
      throw new UnexpectedError({
        code: 'engine.busy',
        message: 'The engine already runs a step.',
      });
    }
    handlers.signal?.throwIfAborted();
    if (this.#exit !== null) return this.#describeEnd(this.#exit);
    const conversation = new Conversation(handlers, () => {
      this.#child.kill('SIGKILL');
    });
    this.#conversation = conversation;
    this.#stepsRun += 1;
    this.send(start);
    const watching = setInterval(() => this.#endIfTooLarge(), MEMORY_CHECK_MS);
    try {
      const outcome = await conversation.outcome;
      if (outcome.type === 'failed' && outcome.errorClass !== 'user') this.#healthy = false;
      return outcome;
    } catch (error) {
      this.#healthy = false;
      await this.kill();
      throw error;
    } finally {
      clearInterval(watching);
      this.#conversation = null;
    }
  }

  /** Sends a command to the running step. Silently lost when the engine is gone: its exit is the news. */
  send(command: EngineCommand): void {
    if (this.#child.connected) this.#child.send(command, () => undefined);
  }

  /** Ends the process at once and waits until it is gone. Safe to call twice. */
  async kill(): Promise<void> {
    if (this.#exit === null) this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** A process that takes all the memory would take others with it: better this step alone. */
  #endIfTooLarge(): void {
    const { mostResidentBytes = Infinity } = this.options;
    const bytes = this.residentBytes() ?? 0;
    if (bytes <= mostResidentBytes || this.#overflow !== null) return;
    this.#overflow = bytes;
    this.#child.kill('SIGKILL');
  }

  #describeEnd(exit: EngineExit): EngineOutcome {
    return this.#overflow === null
      ? describeExit(exit)
      : describeOverflow(this.#overflow, this.options.mostResidentBytes ?? 0);
  }

  #receive(raw: unknown): void {
    const parsed = engineMessageSchema.safeParse(raw);
    if (parsed.success) {
      this.#conversation?.take(parsed.data);
      return;
    }
    this.#healthy = false;
    this.#conversation?.fail(
      new UnexpectedError({
        code: 'engine.bad-message',
        message: `The engine sent a message that is not of protocol ${String(ENGINE_PROTOCOL)}: ${parsed.error.message}`,
      }),
    );
  }

  async #untilReady(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const ready = new Promise<EngineMessage>((resolve) => {
      this.#child.once('message', (raw) => {
        resolve(engineMessageSchema.parse(raw));
      });
    });
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, START_LIMIT_MS, 'late');
    });
    const first = await Promise.race([ready, this.#ended, late]);
    clearTimeout(timer);
    if (typeof first === 'object' && 'type' in first && first.type === 'ready') return;
    const said = this.#exit === null ? 'it does not answer' : lastWords(this.#exit.output);
    throw new OperationalError({
      code: 'engine.start-failed',
      message: `The engine process did not start: ${said}. Run "graft doctor" to see what is missing.`,
      details: { exitCode: this.#exit?.code ?? null, signal: this.#exit?.signal ?? null },
    });
  }
}
