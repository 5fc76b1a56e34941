import type { StoreApi } from 'zustand/vanilla';
import type { EditorState } from './editor-state';

const PARTS = [
  'catalogue',
  'resources',
  'history',
  'byId',
  'names',
  'inspection',
  'issuesOf',
  'ran',
  'newest',
  'stale',
] as const satisfies readonly (keyof EditorState)[];

/** The document and what follows from it: the state without what changes with every frame of a drag. */
export type DocumentState = Pick<EditorState, (typeof PARTS)[number]>;

export type Readable<State> = Pick<StoreApi<State>, 'getState' | 'getInitialState' | 'subscribe'>;

/** A view of the store that wakes its readers only when a part of the document is another one. */
export function watchDocument(store: Readable<EditorState>): Readable<DocumentState> {
  const readers = new Set<(now: DocumentState, before: DocumentState) => void>();
  let stop: (() => void) | null = null;
  const wake = (now: EditorState, before: EditorState) => {
    if (PARTS.every((part) => now[part] === before[part])) return;
    for (const reader of readers) reader(now, before);
  };
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe(reader) {
      stop ??= store.subscribe(wake);
      readers.add(reader);
      return () => {
        readers.delete(reader);
        if (readers.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}
