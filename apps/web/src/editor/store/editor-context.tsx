import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { EditorState } from './editor-state';
import type { EditorStore } from './editor-store';
import { watchDocument, type DocumentState, type Readable } from './watch-document';

interface Opened {
  readonly store: EditorStore;
  readonly document: Readable<DocumentState>;
}

const EditorContext = createContext<Opened | null>(null);

/** Gives an open pipeline to what is drawn inside. */
export function EditorProvider({ store, children }: { store: EditorStore; children: ReactNode }) {
  const opened = useMemo(() => ({ store, document: watchDocument(store) }), [store]);
  return <EditorContext.Provider value={opened}>{children}</EditorContext.Provider>;
}

function useOpened(): Opened {
  const opened = useContext(EditorContext);
  if (opened === null) throw new Error('the editor needs an EditorProvider above it');
  return opened;
}

/** The store of the open pipeline. @throws Error outside of EditorProvider. */
export function useEditorStore(): EditorStore {
  return useOpened().store;
}

/** A narrow view of the open pipeline: the component renders again only when that part changes. */
export function useEditor<Part>(select: (state: EditorState) => Part): Part {
  return useStore(useEditorStore(), select);
}

/**
 * The same for what hundreds of cards and wires read: the document and what follows from it. While a card
 * is dragged none of them is even asked.
 */
export function useDocument<Part>(select: (state: DocumentState) => Part): Part {
  return useStore(useOpened().document, select);
}
