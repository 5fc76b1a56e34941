import { UnexpectedError } from '@graft/errors';
import type { Catalogue } from '@graft/graph';
import type { StepDefinition } from '@graft/nodes/steps';
import { engineCommandSchema, type EngineMessage, type StartMessage } from '@graft/plan';
import { CommandQueue } from './command-queue';
import { describeFailure } from './describe-failure';
import { runStep } from './run-step';

export interface EngineSessionOptions {
  readonly send: (message: EngineMessage) => void;
  readonly steps: ReadonlyMap<string, StepDefinition>;
  readonly catalogue: Catalogue;
  /** Threads for which the native libraries were set up. */
  readonly threads: number;
}

/** One engine's life: idle, or running one step and taking commands for it. */
export class EngineSession {
  #running: CommandQueue | null = null;

  constructor(private readonly options: EngineSessionOptions) {}

  /** Takes a message of any content. A bad one fails the step instead of ending the process. */
  receive(raw: unknown): void {
    const parsed = engineCommandSchema.safeParse(raw);
    if (!parsed.success) {
      this.#refuse(`A command is not of this protocol: ${parsed.error.message}`);
    } else if (parsed.data.type === 'start') {
      void this.#start(parsed.data);
    } else {
      this.#running?.add(parsed.data);
    }
  }

  async #start(start: StartMessage): Promise<void> {
    if (this.#running !== null) {
      this.#refuse('The engine already runs a step.');
      return;
    }
    if (start.threads !== this.options.threads) {
      this.#refuse(
        `The step is pinned to ${String(start.threads)} threads, but this engine was started for ${String(this.options.threads)}.`,
      );
      return;
    }
    const commands = new CommandQueue();
    commands.addCourse(start.course);
    this.#running = commands;
    const { send, steps, catalogue } = this.options;
    const last = await runStep({ start, commands, catalogue, send }, steps);
    this.#running = null;
    send(last);
  }

  #refuse(message: string): void {
    this.options.send(
      describeFailure(new UnexpectedError({ code: 'engine.bad-command', message })),
    );
  }
}
