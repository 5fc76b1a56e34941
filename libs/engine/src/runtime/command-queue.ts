import type { TrainingCommand } from '@graft/ml';
import { StepStopped } from '@graft/nodes/steps';
import type { EngineCommand, EngineCourse } from '@graft/plan';

/** Commands for the running step, in order of arrival. */
export class CommandQueue {
  #commands: TrainingCommand[] = [];

  add(command: Exclude<EngineCommand, { type: 'start' }>): void {
    this.#commands.push(command);
  }

  /** What was asked before this attempt began; a training ignores what it obeyed before its checkpoint. */
  addCourse({ learningRate, finishEarly }: EngineCourse): void {
    if (learningRate !== null) this.add({ type: 'set-learning-rate', ...learningRate });
    if (finishEarly) this.add({ type: 'stop', mode: 'finish' });
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
