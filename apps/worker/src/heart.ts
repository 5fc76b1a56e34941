import { OperationalError } from '@graft/errors';
import type { Context } from '@temporalio/activity';

/** Silence of an engine that counts as a stall: the first batch may compile and load. */
const FIRST_SIGN_MS = 10 * 60_000;
const NEXT_SIGN_MS = 5 * 60_000;
const BEAT_MS = 2_000;

/** Told with every heartbeat: how often the engine has crashed at the same place. */
export interface Pulse {
  /** Checkpoint that the attempt goes on from; 0 without any. */
  seq: number;
  crashes: number;
  /** How far it was when it was killed; null for a crash of its own. */
  place: string | null;
}

export interface HeartOptions {
  context: Pick<Context, 'heartbeat'>;
  heartbeatSeconds: number;
  now?: () => number;
}

export interface HeartListeners {
  /** Called with each beat: keeps the lease of the key. Failures are its own affair. */
  onBeat: () => void;
  /** Called once when the engine has been silent for too long. */
  onStall: (error: OperationalError) => void;
}

/**
 * Beats for an attempt while it gets on. An engine that shows no progress gets no heartbeat: better a
 * new attempt from the last checkpoint than a run that hangs for ever.
 */
export class Heart {
  pulse: Pulse = { seq: 0, crashes: 0, place: null };
  private lastSign: number;
  private limit = FIRST_SIGN_MS;
  private waiting = true;
  private busy = 0;
  private listeners: HeartListeners | null = null;
  private readonly timer: NodeJS.Timeout;
  private readonly now: () => number;

  constructor(private readonly options: HeartOptions) {
    this.now = options.now ?? (() => performance.now());
    this.lastSign = this.now();
    this.timer = setInterval(() => this.beat(), Math.min(BEAT_MS, options.heartbeatSeconds * 250));
    this.beat();
  }

  /** Who wants to know; until then it only beats. */
  attend(listeners: HeartListeners): void {
    this.listeners = listeners;
  }

  /** From now on the engine must show progress. */
  engineStarted(): void {
    this.waiting = false;
    this.lastSign = this.now();
  }

  /** The engine has shown progress; while `handled` runs, the delay is ours, not the engine's. */
  async sign<Result>(handled: () => Promise<Result>): Promise<Result> {
    this.busy += 1;
    this.limit = NEXT_SIGN_MS;
    try {
      return await handled();
    } finally {
      this.busy -= 1;
      this.lastSign = this.now();
    }
  }

  /** The engine is done; what is left is ours. */
  engineEnded(): void {
    this.waiting = true;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /**
   * Counts a crash and tells the next attempt.
   * @param place where the engine was killed, if it was: whoever kills at random hits another place the
   *   next time, so that only kills at one and the same count; null for a crash of its own, which counts
   *   as long as no checkpoint was reached in between
   * @returns crashes so far at the same place
   */
  countCrash(place: string | null): number {
    const same = place === null || place === this.pulse.place;
    this.pulse = { ...this.pulse, place, crashes: same ? this.pulse.crashes + 1 : 1 };
    this.options.context.heartbeat({ ...this.pulse });
    return this.pulse.crashes;
  }

  /** One beat; called by the timer. */
  beat(): void {
    const silence = this.now() - this.lastSign;
    if (!this.waiting && this.busy === 0 && silence > this.limit) {
      this.stop();
      this.listeners?.onStall(stalled(silence));
      return;
    }
    this.options.context.heartbeat({ ...this.pulse });
    this.listeners?.onBeat();
  }
}

function stalled(silenceMs: number): OperationalError {
  return new OperationalError({
    code: 'engine.stalled',
    message: `The engine has shown no progress for ${Math.round(silenceMs / 60_000)} minutes; it is started again from its last checkpoint.`,
  });
}
