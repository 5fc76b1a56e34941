import { useCallback, useState, type MouseEvent as PointerOn } from 'react';
import { frameIdOf, noteIdOf, type CanvasNode } from '../store/annotation-view';
import { useEditorStore } from '../store/editor-context';
import type { MenuRequest } from './context-menu';

type Pointed = MouseEvent | PointerOn;

/** Opens the context menu where it is asked for: with the mouse, or the menu key on what has the focus. */
export function useContextMenu() {
  const store = useEditorStore();
  const [request, setRequest] = useState<MenuRequest | null>(null);
  const open = useCallback((event: Pointed, place: MenuRequest['place']) => {
    event.preventDefault();
    setRequest({ x: event.clientX, y: event.clientY, place });
  }, []);
  const onNode = useCallback(
    (event: Pointed, { id, selected }: CanvasNode) => {
      if (!selected) store.getState().select([id]);
      const written = noteIdOf(id) !== null || frameIdOf(id) !== null;
      open(event, written ? 'annotation' : 'card');
    },
    [open, store],
  );
  const onSelection = useCallback((event: Pointed) => open(event, 'card'), [open]);
  const onPane = useCallback((event: Pointed) => open(event, 'canvas'), [open]);
  const close = useCallback(() => setRequest(null), []);
  return { request, onNode, onSelection, onPane, close };
}
