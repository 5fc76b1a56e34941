import {
  CancellationScope,
  condition,
  proxyActivities,
  setHandler,
  ActivityCancellationType,
} from '@temporalio/workflow';
import {
  IO_QUEUE,
  type Decision,
  type RestingState,
  type RunActivities,
  type RunControl,
  type RunRef,
  type SkeletonStep,
  type StepEnd,
  type StepOutcome,
} from './activities';
import { controlSignal, decideSignal, snapshotQuery } from './messages';
import { attemptStep } from './attempt-step';

const io = proxyActivities<RunActivities>({
  taskQueue: IO_QUEUE,
  startToCloseTimeout: '2 minutes',
  // A worker that dies with one of these in hand holds up the whole run: that is noticed soon.
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

/**
 * Runs the plan of a run: a step starts when all that it needs has ended well. A step that can't go on
 * is parked until a person decides, and holds its branch only. The workflow knows no plan details and
 * holds no results: both are rows.
 */
export async function runPipeline(run: RunRef): Promise<void> {
  const interpreter = new Interpreter(run);
  // An operator's cancel of the workflow itself ends the run the same way as the signal.
  CancellationScope.current().cancelRequested.catch(() => interpreter.want('cancel'));
  await CancellationScope.nonCancellable(() => interpreter.interpret());
}

const AFTER = { skip: 'skipped', end: 'failed' } as const;

class Interpreter {
  private wanted: RunControl = 'run';
  /** Steps that have what they need and have not ended. */
  private readonly open = new Set<string>();
  private readonly running = new Map<string, CancellationScope>();
  /** Steps that wait for a decision, with the fence of their last attempt. */
  private readonly parked = new Map<string, number>();
  private readonly decisions = new Map<string, Decision>();
  private readonly ended = new Map<string, StepEnd>();
  private told: RestingState = 'running';
  private over = false;

  constructor(private readonly run: RunRef) {
    setHandler(controlSignal, (control) => this.want(control));
    setHandler(decideSignal, (decision) => void this.decisions.set(decision.stepId, decision));
    setHandler(snapshotQuery, () => ({
      wanted: this.wanted,
      running: [...this.running.keys()],
      parked: [...this.parked.keys()],
      ended: Object.fromEntries(this.ended),
    }));
  }

  async interpret(): Promise<void> {
    const skeleton = await io.openRun(this.run);
    if (skeleton.control !== 'run') this.want(skeleton.control);
    const announced = this.announceStates();
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
    if (ready) this.open.add(step.id);
    const end = ready ? await this.runToEnd(step) : 'skipped';
    this.ended.set(step.id, end);
    this.open.delete(step.id);
    return end;
  }

  private async runToEnd(step: SkeletonStep): Promise<StepEnd> {
    for (let outcome = step.outcome; ; outcome = await this.attempt(step)) {
      if (outcome === undefined) continue;
      if ('end' in outcome) return outcome.end;
      const decision = await this.awaitDecision(step.id, outcome.parked);
      if (decision === 'cancel') return 'cancelled';
      if (decision !== 'retry') return AFTER[decision];
    }
  }

  /** A pause ends an attempt without an outcome; the next one goes on from its checkpoint. */
  private async attempt(step: SkeletonStep): Promise<StepOutcome | undefined> {
    await condition(() => this.wanted !== 'pause');
    if (this.wanted === 'cancel') return { end: 'cancelled' };
    const scope = new CancellationScope();
    this.running.set(step.id, scope);
    const outcome = await attemptStep(scope, this.run, step);
    this.running.delete(step.id);
    return outcome === 'interrupted' ? undefined : outcome;
  }

  /** A decision about an earlier parking of the step, told twice, does not count for this one. */
  private async awaitDecision(
    stepId: string,
    fence: number,
  ): Promise<Decision['decision'] | 'cancel'> {
    this.parked.set(stepId, fence);
    const decided = () => this.decisions.get(stepId)?.fence === fence;
    await condition(() => decided() || this.wanted === 'cancel');
    this.parked.delete(stepId);
    return decided() ? (this.decisions.get(stepId)?.decision ?? 'cancel') : 'cancel';
  }

  private async announceStates(): Promise<void> {
    for (;;) {
      await condition(() => this.over || this.findState() !== this.told);
      if (this.over) return;
      this.told = this.findState();
      await io.changeRunState({ ...this.run, state: this.told });
    }
  }

  private findState(): RestingState {
    if (this.wanted === 'cancel') return this.told;
    if (this.wanted === 'pause') return this.running.size === 0 ? 'paused' : this.told;
    return this.parked.size > 0 && this.parked.size === this.open.size ? 'parked' : 'running';
  }
}
