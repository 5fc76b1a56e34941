import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { useEditorStore } from '../store/editor-context';
import { NOTE_SIZE } from '../store/read-drawing';

/** Puts a note into the middle of what is seen. */
export function useAddNote(): () => void {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  return useCallback(() => {
    const frame = document.querySelector('.canvas')?.getBoundingClientRect();
    if (frame === undefined) return;
    const middle = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 3 };
    const { x, y } = screenToFlowPosition(middle);
    store.getState().addNote({ x: x - NOTE_SIZE.width / 2, y });
  }, [store, screenToFlowPosition]);
}
