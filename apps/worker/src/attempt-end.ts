import type { Interruption } from './interruption';
import type { AnyError } from './judge-failure';

/** How an attempt ended. */
export type AttemptEnd =
  | { type: 'done' }
  | { type: 'interrupted'; interruption: Interruption }
  | {
      type: 'failed';
      error: AnyError;
      /** How far the engine was, by its last word; null when it said nothing. */
      place: string | null;
    };
