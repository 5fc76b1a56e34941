import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { useEditorStore } from '../store/editor-context';

const EMPTY = { width: 520, height: 320 } as const;

/** Draws a frame around what is selected; without a selection, in the middle of what is seen. */
export function useAddFrame(): () => void {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  return useCallback(() => {
    const seen = document.querySelector('.canvas')?.getBoundingClientRect();
    if (seen === undefined) return;
    const middle = { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 };
    const { x, y } = screenToFlowPosition(middle);
    store.getState().addFrame({ x: x - EMPTY.width / 2, y: y - EMPTY.height / 2, ...EMPTY });
  }, [store, screenToFlowPosition]);
}
