import { useEffect } from 'react';
import { useEditorStore } from '../store/editor-context';
import type { EditorState } from '../store/editor-state';
import { nameKeptSession } from './kept-session';
import { readSession, writeSession } from './session-record';

/** Takes up the edit session that the page before has left, and keeps that of this page until it ends. */
export function KeepSession({ pipelineId }: { pipelineId: string }) {
  const store = useEditorStore();
  useEffect(() => {
    const key = nameKeptSession(pipelineId);
    const { editing, history, setEditing } = store.getState();
    const kept = localStorage.getItem(key);
    if (editing === null && kept !== null) setEditing(readSession(kept, history.present));
    keep(key, store.getState());
    return store.subscribe((now, before) => {
      if (now.editing !== before.editing) keep(key, now);
    });
  }, [store, pipelineId]);
  return null;
}

function keep(key: string, { editing, history }: Pick<EditorState, 'editing' | 'history'>): void {
  if (editing === null) {
    localStorage.removeItem(key);
    return;
  }
  try {
    localStorage.setItem(key, writeSession(editing, history.present));
  } catch (error) {
    // A full storage must not stop the editing: only a reload would end the session.
    console.warn('The edit session could not be kept in the browser', error);
  }
}
