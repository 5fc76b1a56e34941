import type { EngineOutcome, EngineProcess } from '@graft/engine/host';
import { UserError } from '@graft/errors';
import type { StartMessage, Step } from '@graft/plan';
import { GPU_QUEUE, readQueue } from '@graft/workflows';
import { commitReport, type CommitReports } from './commit-reports';
import type { Heart } from './heart';
import type { Interruption, Interruptions } from './interruption';
import type { WorkerServices } from './services';

/** How long an engine may take to stop when told; then it is killed and its last checkpoint stands. */
const GRACE_MS = 10_000;

export interface EngineRun {
  start: StartMessage;
  /** Where the step was sent to. */
  queue: string;
  to: CommitReports;
  heart: Heart;
  interruptions: Interruptions;
  /** Kills the engine: a stall, a lost fence. */
  killer: AbortController;
}

/** How an engine's part of an attempt ended. */
export type EngineEnd = EngineOutcome | { type: 'interrupted'; interruption: Interruption };

/**
 * Runs a step on an engine until it ends, is stopped on request, or must be killed.
 * @throws what killed it: a stall, a lost fence, the step's time limit, a fault of handling a report
 */
export async function runEngine(run: EngineRun): Promise<EngineEnd> {
  const { start, queue, to, heart, interruptions, killer } = run;
  const pool = to.services.engines[chooseEngines(start.step, queue)];
  const stopper = new Stopper(interruptions, killer);
  const limit = setTimeout(
    () => killer.abort(outOfTime(start)),
    start.step.timeLimitSeconds * 1000,
  );
  try {
    const outcome = await pool.run(start, {
      signal: killer.signal,
      onStarted: (engine) => {
        heart.engineStarted();
        stopper.engine = engine;
        to.keeper.attend(engine);
      },
      onMessage: (report) => heart.sign(() => commitReport(to, report)),
    });
    if (outcome.type === 'stopped' || isStopped(outcome, stopper)) {
      return { type: 'interrupted', interruption: await stopper.explained() };
    }
    return outcome;
  } catch (error) {
    if (error !== stopper) throw error;
    return { type: 'interrupted', interruption: await stopper.explained() };
  } finally {
    clearTimeout(limit);
    stopper.close();
    to.keeper.leave();
    heart.engineEnded();
  }
}

/** A step that would like a GPU and was sent elsewhere uses none, whatever its worker has. */
export function chooseEngines(
  { resource }: Pick<Step, 'resource'>,
  queue: string,
): keyof WorkerServices['engines'] {
  if (resource === 'io') return 'light';
  return resource === 'gpu' && readQueue(queue).plain !== GPU_QUEUE ? 'processor' : 'heavy';
}

/** An engine that dies while it is being stopped has stopped. */
function isStopped(outcome: EngineOutcome, stopper: Stopper): boolean {
  return outcome.type === 'failed' && outcome.code === 'engine.died' && stopper.asked;
}

/** Carries an interruption to the engine, and kills one that does not obey. */
class Stopper {
  engine: EngineProcess | null = null;
  asked = false;
  private explanation: Promise<Interruption> | null = null;
  private grace: NodeJS.Timeout | null = null;

  constructor(
    private readonly interruptions: Interruptions,
    private readonly killer: AbortController,
  ) {
    if (interruptions.signal.aborted) this.ask();
    else interruptions.signal.addEventListener('abort', this.ask, { once: true });
  }

  explained(): Promise<Interruption> {
    return (this.explanation ??= this.interruptions.explain());
  }

  close(): void {
    this.interruptions.signal.removeEventListener('abort', this.ask);
    if (this.grace) clearTimeout(this.grace);
  }

  private readonly ask = (): void => {
    this.asked = true;
    this.grace = setTimeout(() => this.killer.abort(this), GRACE_MS);
    void this.explained().then(({ stop }) => {
      if (stop === 'kill' || !this.engine) this.killer.abort(this);
      else this.engine.send({ type: 'stop', mode: stop });
    });
  };
}

function outOfTime({ step }: StartMessage): UserError {
  return new UserError({
    code: 'step.time-limit',
    message: `The step ${step.id} ran for longer than its limit of ${Math.round(step.timeLimitSeconds / 60)} minutes; give it less to do.`,
    details: { seconds: step.timeLimitSeconds },
  });
}
