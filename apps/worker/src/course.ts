import type { StepCourse, StepHold } from '@graft/db';
import type { EngineCourse, Step } from '@graft/plan';

/**
 * The course of a step: as planned, or changed by wishes and mishaps. What a changed course gives is
 * not what the step's key says, so everything that is stored on the way lies under a key of the run's
 * own: nothing else goes on from it, and nobody waits for it. See docs/adr/0010-courses.md.
 */
export class Course {
  constructor(
    private readonly hold: StepHold,
    private readonly step: Step,
    private readonly asked: StepCourse,
    /** A step that this one needs has given something else than its key says. */
    private readonly inputsChanged: boolean,
  ) {}

  /** Key of its checkpoints, and of the right to compute it. */
  get key(): string {
    return this.isPlanned ? this.step.key : `${this.step.key}@${this.hold.runId}`;
  }

  /** Keys whose checkpoints it may go on from, the most fitting first. */
  get resumableKeys(): string[] {
    const own = this.inputsChanged || this.asked.fresh || this.isPlanned;
    return own ? [this.key] : [this.key, this.step.key];
  }

  /** Key of the rows of the feature cache that it reads and adds. */
  get rowKey(): string | undefined {
    const { rowKey } = this.step;
    return rowKey !== undefined && this.inputsChanged ? `${rowKey}@${this.hold.runId}` : rowKey;
  }

  /** Whether stored results of its key may stand for it. */
  get isReusable(): boolean {
    return this.step.cacheable && this.isPlanned;
  }

  /** The key to publish a result under; null for one that is not what the key says. */
  publishKey(changed: boolean): string | null {
    return this.step.cacheable && !this.isResultChanged(changed) ? this.step.key : null;
  }

  /** @param changed what the engine says of its part */
  isResultChanged(changed: boolean): boolean {
    return changed || this.inputsChanged;
  }

  get engineCourse(): EngineCourse {
    const { finishEarly, learningRate, microBatches } = this.asked;
    return { finishEarly, learningRate, microBatches };
  }

  /** The same with what is asked by now; itself when nothing is new. */
  hear(asked: StepCourse): Course {
    if (JSON.stringify(asked) === JSON.stringify(this.asked)) return this;
    return new Course(this.hold, this.step, asked, this.inputsChanged);
  }

  private get isPlanned(): boolean {
    const { finishEarly, learningRate, microBatches, fresh } = this.asked;
    const asPlanned = !finishEarly && learningRate === null && microBatches === 1;
    return asPlanned && !fresh && !this.inputsChanged;
  }
}
