/** Undo and redo over immutable values. */
export interface EditHistory<Value> {
  readonly past: readonly Value[];
  readonly present: Value;
  readonly future: readonly Value[];
  /** What the last change was, so that a stream of small ones (typing, sliding) is one step. */
  readonly last: { readonly key: string; readonly at: number } | null;
}

/** Steps that can be undone. */
export const MOST_STEPS = 200;
/** Changes with the same key closer than this, in milliseconds, are one step. */
export const MERGE_WITHIN = 1500;

export function startHistory<Value>(present: Value): EditHistory<Value> {
  return { past: [], present, future: [], last: null };
}

/** Makes a change that can be undone. A value that is the present one changes nothing. */
export function commit<Value>(
  history: EditHistory<Value>,
  next: Value,
  change: { key: string; at: number } | null = null,
): EditHistory<Value> {
  if (next === history.present) return history;
  const { last } = history;
  const merged =
    change !== null &&
    last !== null &&
    last.key === change.key &&
    change.at - last.at < MERGE_WITHIN &&
    history.past.length > 0;
  const past = merged ? history.past : [...history.past, history.present].slice(-MOST_STEPS);
  return { past, present: next, future: [], last: change };
}

export function undo<Value>(history: EditHistory<Value>): EditHistory<Value> {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
    last: null,
  };
}

export function redo<Value>(history: EditHistory<Value>): EditHistory<Value> {
  const next = history.future[0];
  if (next === undefined) return history;
  return {
    past: [...history.past, history.present],
    present: next,
    future: history.future.slice(1),
    last: null,
  };
}
