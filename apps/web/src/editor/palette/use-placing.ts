import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import type { Place } from '../document/edit-graph';
import { findFreePlace } from '../document/free-place';
import type { NodeSize } from '../document/layout-graph';
import { boxOfCard } from '../store/box-of-card';
import { listWirePoints } from '../store/list-wire-points';
import { useEditorStore } from '../store/editor-context';
import type { DropPoint } from './use-drag-point';

const MIDDLE: Place = { x: 0.5, y: 0.5 };

/**
 * Where the upper left corner of a card goes that is held at a part of its size: to a point, or where a person did not
 * point at it exactly to the nearest place that is free.
 */
export function usePlacing(): (point: DropPoint, size: NodeSize, hold?: Place) => Place {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  return useCallback(
    ({ canvas, ...point }, size, hold = MIDDLE) => {
      const held = screenToFlowPosition(point);
      const wanted = { x: held.x - hold.x * size.width, y: held.y - hold.y * size.height };
      if (canvas === null) return wanted;
      const start = screenToFlowPosition(canvas);
      const end = screenToFlowPosition({ x: canvas.right, y: canvas.bottom });
      const visible = { ...start, width: end.x - start.x, height: end.y - start.y };
      const state = store.getState();
      const taken = state.cards.map(boxOfCard);
      return findFreePlace({ ...wanted, ...size }, taken, visible, listWirePoints(state));
    },
    [screenToFlowPosition, store],
  );
}
