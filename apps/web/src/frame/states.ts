import type { RunState, StepRunState } from '@graft/contracts';

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
  draft: { word: 'Draft', tone: 'grey', meaning: 'Not run yet.' },
  attention: { word: 'Needs attention', tone: 'amber', meaning: 'Something must be changed.' },
  ready: { word: 'Ready', tone: 'grey', meaning: 'Complete; takes effect in the steps after it.' },
  waiting: { word: 'Waiting', tone: 'grey', meaning: 'Waits for its inputs or for a worker.' },
  running: { word: 'Running', tone: 'blue', meaning: 'A worker is on it.' },
  done: { word: 'Done', tone: 'green', meaning: 'Ended well.' },
  reused: { word: 'Reused', tone: 'green', meaning: 'The result was there already.' },
  stale: { word: 'Stale', tone: 'yellow', meaning: 'Changed since the last run.' },
  paused: { word: 'Paused', tone: 'violet', meaning: 'Stopped; its place is kept.' },
  parked: { word: 'Parked', tone: 'orange', meaning: 'Waits for a person to decide.' },
  failed: { word: 'Failed', tone: 'red', meaning: 'Ended with an error.' },
  skipped: { word: 'Skipped', tone: 'grey', meaning: 'Left out.' },
  cancelled: { word: 'Cancelled', tone: 'grey', meaning: 'Ended by a person.' },
  muted: { word: 'Muted', tone: 'grey', meaning: 'Does not run, and nothing that depends on it.' },
  bypassed: {
    word: 'Bypassed',
    tone: 'violet',
    meaning: 'Does not run: what it reads goes through it unchanged.',
  },
  'left-out': { word: 'Left out', tone: 'grey', meaning: 'Depends on a node that is muted.' },
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
