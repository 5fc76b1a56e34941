import type { Graph } from '@graft/graph';

/** What the person sees beside the name. */
export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'changed' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly message: string }
  /** Somebody else, or another tab, saved in between. Nothing is sent until the person has chosen. */
  | { readonly kind: 'conflict' };

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly revision: number }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'failed'; readonly message: string };

export interface AutosaveOptions {
  readonly revision: number;
  readonly save: (graph: Graph, revision: number) => Promise<SaveOutcome>;
  readonly onState: (state: SaveState) => void;
  /** Milliseconds without a change before it is saved. */
  readonly quiet?: number;
  readonly retryAfter?: number;
}

export interface Autosave {
  change: (graph: Graph) => void;
  /** Saves now what is not saved yet; true when everything is on the server. */
  flush: () => Promise<boolean>;
  /** After a conflict: this person's draft goes on top of that revision. */
  overwrite: (revision: number) => Promise<boolean>;
  stop: () => void;
}

const QUIET = 700;
const RETRY_AFTER = 5000;

/**
 * Saves a draft while it is edited: one request at a time, each naming the revision it read, so that
 * nobody's work is overwritten without being asked.
 */
export function createAutosave(options: AutosaveOptions): Autosave {
  const { save, onState, quiet = QUIET, retryAfter = RETRY_AFTER } = options;
  let revision = options.revision;
  let pending: Graph | null = null;
  let held = false;
  let running: Promise<boolean> | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const saveOnce = async (): Promise<boolean> => {
    const graph = pending;
    if (graph === null) return true;
    if (held) return false;
    pending = null;
    onState({ kind: 'saving' });
    const outcome = await save(graph, revision);
    if (outcome.kind === 'saved') {
      revision = outcome.revision;
      if (pending === null) onState({ kind: 'saved' });
      return saveOnce();
    }
    pending ??= graph;
    held = outcome.kind === 'conflict';
    onState(outcome);
    if (outcome.kind === 'failed') wait(retryAfter);
    return false;
  };
  const flush = (): Promise<boolean> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    running ??= saveOnce().finally(() => {
      running = null;
    });
    return running;
  };
  const wait = (milliseconds: number) => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void flush(), milliseconds);
  };
  return {
    change(graph) {
      pending = graph;
      if (held) return;
      onState({ kind: 'changed' });
      wait(quiet);
    },
    flush,
    overwrite(next) {
      revision = next;
      held = false;
      return flush();
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
