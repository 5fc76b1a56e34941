import type { RunState, StepRunState } from '@graft/contracts';
import * as words from '#words/frame';

/** What a node, a step or a run is in; the same words and colours everywhere. */
export const SHOWN_STATES = [
  'draft',
  'attention',
  'ready',
  'waiting',
  'running',
  'done',
  'reused',
  'stale',
  'paused',
  'parked',
  'failed',
  'skipped',
  'cancelled',
  'muted',
  'bypassed',
  'left-out',
] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

export type StateTone =
  'grey' | 'amber' | 'blue' | 'green' | 'yellow' | 'violet' | 'orange' | 'red';

export interface StateLook {
  readonly word: string;
  readonly tone: StateTone;
  /** What it means, for a tooltip. */
  readonly meaning: string;
}

export const STATE_LOOKS: Readonly<Record<ShownState, StateLook>> = {
  draft: { word: words.draft, tone: 'grey', meaning: words.notRunYet },
  attention: { word: words.needsAttention, tone: 'amber', meaning: words.somethingMustBeChanged },
  ready: { word: words.ready, tone: 'grey', meaning: words.completeAndTakesEffectLater },
  waiting: { word: words.waiting, tone: 'grey', meaning: words.waitsForInputsOrAWorker },
  running: { word: words.running, tone: 'blue', meaning: words.aWorkerIsOnIt },
  done: { word: words.done, tone: 'green', meaning: words.endedWell },
  reused: { word: words.reused, tone: 'green', meaning: words.theResultWasThereAlready },
  stale: { word: words.stale, tone: 'yellow', meaning: words.changedSinceTheLastRun },
  paused: { word: words.paused, tone: 'violet', meaning: words.stoppedInItsPlace },
  parked: { word: words.parked, tone: 'orange', meaning: words.waitsForAPersonToDecide },
  failed: { word: words.failed, tone: 'red', meaning: words.endedWithAnError },
  skipped: { word: words.skipped, tone: 'grey', meaning: words.isLeftOut },
  cancelled: { word: words.cancelled, tone: 'grey', meaning: words.endedByAPerson },
  muted: { word: words.muted, tone: 'grey', meaning: words.doesNotRunNorWhatDependsOnIt },
  bypassed: {
    word: words.bypassed,
    tone: 'violet',
    meaning: words.whatItReadsGoesThrough,
  },
  'left-out': { word: words.leftOut, tone: 'grey', meaning: words.dependsOnAMutedNode },
};

/** How the state of a step is shown. */
export function showStepState(state: StepRunState): ShownState {
  return state === 'succeeded' ? 'done' : state;
}

/** How the state of a run is shown. */
export function showRunState(state: RunState): ShownState {
  return state === 'succeeded' ? 'done' : state;
}

/** True for a node that has no part in a run because of what a person muted or bypassed. */
export function isLeftOut(state: ShownState): boolean {
  return state === 'muted' || state === 'bypassed' || state === 'left-out';
}
