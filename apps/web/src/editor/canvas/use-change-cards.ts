import { useStoreApi, type NodeChange } from '@xyflow/react';
import { useCallback } from 'react';
import { frameIdOf, type CanvasNode } from '../store/annotation-view';
import { useEditorStore } from '../store/editor-context';

/**
 * Takes what happened on the canvas into the store. A frame is selected by a region only when all of it
 * lies within: else nobody could select some of what lies on it.
 */
export function useChangeCards(): (changes: NodeChange<CanvasNode>[]) => void {
  const store = useEditorStore();
  const flow = useStoreApi();
  return useCallback(
    (changes) => {
      const { userSelectionRect: region, transform, nodeLookup } = flow.getState();
      const [left, top, zoom] = transform;
      const isTouched = (id: string) => {
        const frame = nodeLookup.get(id);
        if (region === null || frame === undefined) return false;
        const { x, y } = frame.internals.positionAbsolute;
        const { width = 0, height = 0 } = frame.measured;
        const within =
          left + x * zoom >= region.x &&
          top + y * zoom >= region.y &&
          left + (x + width) * zoom <= region.x + region.width &&
          top + (y + height) * zoom <= region.y + region.height;
        return !within;
      };
      const taken = changes.filter((change) => {
        const chosen = change.type === 'select' && change.selected && frameIdOf(change.id) !== null;
        return !(chosen && isTouched(change.id));
      });
      if (taken.length > 0) store.getState().changeCards(taken);
    },
    [store, flow],
  );
}
