import {
  CancellationScope,
  condition,
  proxyActivities,
  setHandler,
  ActivityCancellationType,
} from '@temporalio/workflow';
import {
  IO_QUEUE,
  type RunActivities,
  type RunControl,
  type RunRef,
  type SkeletonStep,
} from './activities';
import { controlSignal, snapshotQuery, type StepEnd } from './messages';
import { attemptStep } from './attempt-step';

const io = proxyActivities<RunActivities>({
  taskQueue: IO_QUEUE,
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

/**
 * Runs the plan of a run: a step starts when all that it needs has ended well; a step that fails ends
 * its branch only. The workflow knows no plan details and holds no results: both are rows.
 */
export async function runPipeline(run: RunRef): Promise<void> {
  const interpreter = new Interpreter(run);
  // An operator's cancel of the workflow itself ends the run the same way as the signal.
  CancellationScope.current().cancelRequested.catch(() => interpreter.want('cancel'));
  await CancellationScope.nonCancellable(() => interpreter.interpret());
}

class Interpreter {
  private wanted: RunControl = 'run';
  private readonly running = new Map<string, CancellationScope>();
  private readonly ended = new Map<string, StepEnd>();
  private over = false;

  constructor(private readonly run: RunRef) {
    setHandler(controlSignal, (control) => this.want(control));
    setHandler(snapshotQuery, () => ({
      wanted: this.wanted,
      running: [...this.running.keys()],
      ended: Object.fromEntries(this.ended),
    }));
  }

  async interpret(): Promise<void> {
    const skeleton = await io.openRun(this.run);
    if (skeleton.control !== 'run') this.want(skeleton.control);
    const announced = this.announcePauses();
    await this.runSteps(skeleton.steps);
    this.over = true;
    await announced;
    await io.closeRun({ ...this.run, cancelled: this.wanted === 'cancel' });
  }

  want(control: RunControl): void {
    if (this.wanted === 'cancel') return;
    this.wanted = control;
    if (control === 'run') return;
    for (const scope of this.running.values()) scope.cancel();
  }

  private async runSteps(steps: readonly SkeletonStep[]): Promise<void> {
    const ends = new Map<string, Promise<StepEnd>>();
    for (const step of steps) {
      const needs = step.needs.map((id) => ends.get(id) ?? Promise.resolve<StepEnd>('skipped'));
      ends.set(step.id, this.runWhenReady(step, needs));
    }
    await Promise.all(ends.values());
  }

  private async runWhenReady(step: SkeletonStep, needs: Promise<StepEnd>[]): Promise<StepEnd> {
    const ready = (await Promise.all(needs)).every((end) => end === 'done');
    const end = ready ? await this.runToEnd(step) : 'skipped';
    this.ended.set(step.id, end);
    return end;
  }

  /** A pause ends the attempt; the next one goes on from its checkpoint. */
  private async runToEnd(step: SkeletonStep): Promise<StepEnd> {
    for (;;) {
      await condition(() => this.wanted !== 'pause');
      if (this.wanted === 'cancel') return 'cancelled';
      const scope = new CancellationScope();
      this.running.set(step.id, scope);
      const end = await attemptStep(scope, this.run, step);
      this.running.delete(step.id);
      if (end !== 'interrupted') return end;
    }
  }

  private async announcePauses(): Promise<void> {
    const rests = () => this.wanted === 'pause' && this.running.size === 0;
    for (;;) {
      await condition(() => this.over || rests());
      if (this.over) return;
      await io.changeRunState({ ...this.run, state: 'paused' });
      await condition(() => this.over || this.wanted !== 'pause');
      if (this.wanted === 'run') await io.changeRunState({ ...this.run, state: 'running' });
    }
  }
}
