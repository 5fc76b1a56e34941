import { useCallback, useRef, useState, type PointerEvent } from 'react';
import type { Place } from '../document/edit-graph';

const FAR_ENOUGH = 5;

/** A point of the window; by a click the middle of the canvas, with its rectangle. */
export type DropPoint = Place & { readonly canvas: DOMRect | null };

/**
 * Where on the canvas something is put: where it was dragged to (with mouse, pen or finger), or by a
 * click the middle of what is visible.
 */
export function useDragPoint(put: (point: DropPoint) => void) {
  const [ghost, setGhost] = useState<Place | null>(null);
  const dragged = useRef(false);

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
          put({ x: last.clientX, y: last.clientY, canvas: null });
        }
      };
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', end);
      window.addEventListener('pointercancel', end);
    },
    [put],
  );

  const click = useCallback(() => {
    if (dragged.current) {
      dragged.current = false;
      return;
    }
    const middle = findMiddle();
    if (middle !== null) put(middle);
  }, [put]);

  return { start, click, ghost };
}

/** The middle of the canvas; null where there is none. */
export function findMiddle(): DropPoint | null {
  const canvas = document.querySelector('.canvas')?.getBoundingClientRect();
  if (canvas === undefined) return null;
  return { x: canvas.x + canvas.width / 2, y: canvas.y + canvas.height / 2, canvas };
}
