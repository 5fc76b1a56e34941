import type { TrainingCommand } from '@graft/ml';
import { StepStopped } from '@graft/nodes/steps';
import type { EngineCommand } from '@graft/plan';

/** Commands for the running step, in order of arrival. */
export class CommandQueue {
  #commands: TrainingCommand[] = [];

  add(command: Exclude<EngineCommand, { type: 'start' }>): void {
    this.#commands.push(command);
  }

  /** Everything that came since the last call. */
  poll(): readonly TrainingCommand[] {
    const commands = this.#commands;
    this.#commands = [];
    return commands;
  }

  /**
   * For steps without a course that commands could change.
   * @throws StepStopped when told to pause or cancel
   */
  throwIfStopped(): void {
    for (const command of this.poll()) {
      if (command.type === 'stop' && command.mode !== 'finish') throw new StepStopped(command.mode);
    }
  }
}
