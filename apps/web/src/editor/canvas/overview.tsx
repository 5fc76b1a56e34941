import { MiniMap, useReactFlow, type XYPosition } from '@xyflow/react';
import { useCallback, type MouseEvent } from 'react';
import * as words from '#words/canvas';
import type { CanvasNode } from '../store/annotation-view';
import { GLIDE } from './keep-in-view';

const nameSort = (node: CanvasNode) => node.type;

/** The whole canvas in small: a click goes there, a drag moves the view along, the wheel zooms. */
export function Overview() {
  const { getZoom, setCenter } = useReactFlow();
  const goTo = useCallback(
    (_: MouseEvent, { x, y }: XYPosition) => {
      void setCenter(x, y, { zoom: getZoom(), ...GLIDE });
    },
    [getZoom, setCenter],
  );
  return (
    <MiniMap
      pannable
      zoomable
      nodeClassName={nameSort}
      ariaLabel={words.overviewOfTheCanvas}
      onClick={goTo}
    />
  );
}
