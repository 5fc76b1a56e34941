import type { StepHold, StepRepository } from '@graft/db';
import type { EngineProcess } from '@graft/engine/host';
import type { Course } from './course';

/** How often the right to compute is renewed while it lasts: each time is a write that costs the training some time. */
const RENEWALS = 8;

/**
 * Keeps the course of a running step: hears of wishes with each beat of its heart, holds the right to
 * compute the course's key, and tells the engine.
 */
export class CourseKeeper {
  private engine: EngineProcess | null = null;
  private hearing: Promise<unknown> | null = null;
  private readonly storing = new Set<Promise<unknown>>();
  private renewAt = 0;

  constructor(
    private readonly steps: Pick<StepRepository, 'readCourse' | 'takeLease' | 'releaseLease'>,
    private readonly hold: StepHold,
    public course: Course,
    private readonly leaseSeconds: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Takes or renews the right to compute. @returns false while another step has it */
  async takeLease(): Promise<boolean> {
    const begun = this.now();
    const taken = await this.steps.takeLease(this.hold, this.course.key, this.leaseSeconds);
    if (taken) this.renewAt = begun + (this.leaseSeconds * 1000) / RENEWALS;
    return taken;
  }

  /** Stores something under the key of the course. The right to this key stays until it is stored. */
  async store(work: (key: string) => Promise<void>): Promise<void> {
    const stored = work(this.course.key);
    this.storing.add(stored);
    try {
      await stored;
    } finally {
      this.storing.delete(stored);
    }
  }

  /** From now on the engine is told what is asked. */
  attend(engine: EngineProcess): void {
    this.engine = engine;
  }

  /** The engine runs the step no longer: what is asked is none of its business. */
  leave(): void {
    this.engine = null;
  }

  /** Renews the right when it is time and looks for wishes; one call at a time, failures wait for the next. */
  beat(): void {
    this.hearing ??= this.hear()
      .catch(() => undefined)
      .finally(() => (this.hearing = null));
  }

  private async hear(): Promise<void> {
    if (this.now() >= this.renewAt) await this.takeLease();
    const before = this.course;
    const now = before.hear(await this.steps.readCourse(this.hold));
    if (now !== before) {
      // The right to the new key is there before anything is stored under it.
      await this.steps.takeLease(this.hold, now.key, this.leaseSeconds);
      this.course = now;
      // Not awaited: beats renew the right to the new key meanwhile.
      if (now.key !== before.key) void this.release(before.key);
    }
    this.tell(now);
  }

  private async release(key: string): Promise<void> {
    await Promise.allSettled(this.storing);
    // A lease that can't be given back runs out.
    await this.steps.releaseLease(this.hold, key).catch(() => undefined);
  }

  /** Again with each beat: a wish may have come while the engine started. It obeys each once. */
  private tell({ engineCourse: { learningRate, finishEarly } }: Course): void {
    if (learningRate) this.engine?.send({ type: 'set-learning-rate', ...learningRate });
    if (finishEarly) this.engine?.send({ type: 'stop', mode: 'finish' });
  }
}
