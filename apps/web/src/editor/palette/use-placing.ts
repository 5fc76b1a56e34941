import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { UNKNOWN_SIZE } from '../card-size';
import type { Place } from '../document/edit-graph';
import { findFreePlace, type Box } from '../document/free-place';
import type { NodeSize } from '../document/layout-graph';
import { useEditorStore } from '../store/editor-context';
import type { DropPoint } from './use-drag-point';

/** Where the upper left corner of a card goes: under the pointer that let it go, or to a free place by a click. */
export function usePlacing(): (point: DropPoint, size: NodeSize) => Place {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  return useCallback(
    ({ canvas, ...point }, size) => {
      const middle = screenToFlowPosition(point);
      const wanted = { x: middle.x - size.width / 2, y: middle.y - size.height / 2 };
      if (canvas === null) return wanted;
      const start = screenToFlowPosition(canvas);
      const end = screenToFlowPosition({ x: canvas.right, y: canvas.bottom });
      const visible = { ...start, width: end.x - start.x, height: end.y - start.y };
      const taken = store.getState().cards.map(({ position, measured }): Box => ({
        ...position,
        width: measured?.width ?? UNKNOWN_SIZE.width,
        height: measured?.height ?? UNKNOWN_SIZE.height,
      }));
      return findFreePlace({ ...wanted, ...size }, taken, visible);
    },
    [screenToFlowPosition, store],
  );
}
