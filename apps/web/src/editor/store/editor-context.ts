import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { EditorState } from './editor-state';
import type { EditorStore } from './editor-store';

const EditorContext = createContext<EditorStore | null>(null);
export const EditorProvider = EditorContext.Provider;

/** The store of the open pipeline. @throws Error outside of EditorProvider. */
export function useEditorStore(): EditorStore {
  const store = useContext(EditorContext);
  if (store === null) throw new Error('useEditorStore needs an EditorProvider above it');
  return store;
}

/** A narrow view of the open pipeline: the component renders again only when that part changes. */
export function useEditor<Part>(select: (state: EditorState) => Part): Part {
  return useStore(useEditorStore(), select);
}
