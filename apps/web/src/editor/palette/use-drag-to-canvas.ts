import type { AnyNodeDefinition } from '@graft/graph';
import { useReactFlow } from '@xyflow/react';
import { useCallback, useRef, useState, type PointerEvent } from 'react';
import { findWire } from '../canvas/find-wire';
import { sizeCard } from '../card-size';
import type { Place } from '../document/edit-graph';
import { useEditorStore } from '../store/editor-context';

const FAR_ENOUGH = 5;

/**
 * Adds a node by dragging it onto the canvas (with mouse, pen or finger), or by a click, which puts
 * it in the middle of what is visible.
 */
export function useDragToCanvas(definition: AnyNodeDefinition) {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  const [ghost, setGhost] = useState<Place | null>(null);
  const dragged = useRef(false);

  const addAt = useCallback(
    (point: Place, wireId: string | null = null) => {
      const { width, height } = sizeCard(definition);
      const { x, y } = screenToFlowPosition(point);
      store.getState().addOnWire(definition, { x: x - width / 2, y: y - height / 2 }, wireId);
    },
    [definition, screenToFlowPosition, store],
  );

  const start = useCallback(
    (event: PointerEvent<HTMLButtonElement>) => {
      if (event.button !== 0) return;
      const from = { x: event.clientX, y: event.clientY };
      dragged.current = false;
      const move = ({ clientX, clientY }: globalThis.PointerEvent) => {
        const far = Math.hypot(clientX - from.x, clientY - from.y) > FAR_ENOUGH;
        dragged.current ||= far;
        if (dragged.current) setGhost({ x: clientX, y: clientY });
      };
      const end = (last: globalThis.PointerEvent) => {
        window.removeEventListener('pointermove', move);
        window.removeEventListener('pointerup', end);
        window.removeEventListener('pointercancel', end);
        setGhost(null);
        const target = document.elementFromPoint(last.clientX, last.clientY);
        const over = target?.closest('.canvas') !== null && target !== null;
        if (dragged.current && over && last.type === 'pointerup') {
          const point = { x: last.clientX, y: last.clientY };
          addAt(point, findWire(point));
        }
      };
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', end);
      window.addEventListener('pointercancel', end);
    },
    [addAt],
  );

  const addAtCentre = useCallback(() => {
    if (dragged.current) {
      dragged.current = false;
      return;
    }
    const canvas = document.querySelector('.canvas')?.getBoundingClientRect();
    if (canvas === undefined) return;
    const shift = 24 * (store.getState().cards.length % 6);
    addAt({ x: canvas.x + canvas.width / 2 + shift, y: canvas.y + canvas.height / 2 + shift });
  }, [addAt, store]);

  return { start, addAtCentre, ghost };
}
