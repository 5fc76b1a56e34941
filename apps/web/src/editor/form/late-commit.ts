import { createStore } from 'zustand/vanilla';

/** How many fields hold something that the document has not heard of yet. */
export const uncommitted = createStore<number>(() => 0);

const waitingFields = new Set<() => void>();

/** Gives the document all that is typed and not yet drawn, for what acts on the document by a key. */
export function flushTyped(): void {
  for (const flush of [...waitingFields]) flush();
}

export interface LateCommit<Value> {
  /** Keeps the newest value for the document. */
  offer: (value: Value) => void;
  /** Gives the document at once what it has not heard of. */
  flush: () => void;
}

/**
 * Lets the document hear of what is typed once the key is drawn, and of the newest value only: no key waits for the
 * inspection of a large pipeline.
 * @param defer calls back after the next frame
 */
export function createLateCommit<Value>(
  commit: (value: Value) => void,
  defer: (work: () => void) => void = afterFrame,
): LateCommit<Value> {
  let waiting: { readonly value: Value } | null = null;
  const flush = () => {
    if (waiting === null) return;
    const { value } = waiting;
    waiting = null;
    waitingFields.delete(flush);
    try {
      commit(value);
    } finally {
      uncommitted.setState(waitingFields.size, true);
    }
  };
  return {
    offer(value) {
      const scheduled = waiting !== null;
      waiting = { value };
      if (scheduled) return;
      waitingFields.add(flush);
      uncommitted.setState(waitingFields.size, true);
      defer(flush);
    },
    flush,
  };
}

/** A hidden page draws no frames: there it is done soon all the same. */
const HIDDEN_MS = 100;

function afterFrame(work: () => void): void {
  const late = setTimeout(work, HIDDEN_MS);
  requestAnimationFrame(() => {
    // A message posted in a frame arrives when that frame is drawn.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      clearTimeout(late);
      work();
    };
    port2.postMessage(null);
  });
}
