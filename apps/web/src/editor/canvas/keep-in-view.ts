import { BackgroundVariant, useReactFlow, useStore, useStoreApi, type OnMove } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { useLayout } from '../panel/layout-store';
import { INSPECTOR_WIDTH, useNarrow } from '../panel/use-narrow';
import { useEditor } from '../store/editor-context';

/** How the whole graph is shown: never larger than life, never too small to tell nodes apart. */
export const FIT = { padding: '24px', maxZoom: 1, minZoom: 0.3 } as const;

/** How far every drawing of a graph can be zoomed, and how it is shown first. */
export const VIEW = {
  minZoom: 0.2,
  maxZoom: 1.75,
  zoomOnDoubleClick: false,
  fitView: true,
  fitViewOptions: FIT,
} as const;

/** The dots behind every drawing of a graph. */
export const DOTS = { variant: BackgroundVariant.Dots, gap: 16, size: 1.5 } as const;

/**
 * Keeps in view what a person looks at: the whole graph until they move it themselves, the node that
 * a click in the list of problems asked for, and the selected node when the inspector lies over it.
 */
export function useKeepInView(): OnMove {
  const moved = useRef(false);
  const { fitView } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useEffect(() => {
    if (!moved.current && width > 0 && height > 0) void fitView(FIT);
  }, [width, height, fitView]);
  useFollowFocus();
  useUncover();
  return useCallback((event) => {
    // Without an event the view was moved by the page, not by a person.
    if (event !== null) moved.current = true;
  }, []);
}

function useFollowFocus(): void {
  const focus = useEditor((state) => state.focus);
  const { fitView } = useReactFlow();
  useEffect(() => {
    if (focus === null) return;
    void fitView({ nodes: [{ id: focus.nodeId }], maxZoom: 1, duration: 150, padding: 1.2 });
  }, [focus, fitView]);
}

const MARGIN = 24;

function useUncover(): void {
  const narrow = useNarrow();
  const folded = useLayout((state) => state.folded.inspector);
  const store = useStoreApi();
  const { getViewport, setViewport } = useReactFlow();
  const selected = useEditor((state) => {
    const chosen = state.cards.filter((card) => card.selected);
    return chosen.length === 1 ? (chosen[0]?.id ?? null) : null;
  });
  useEffect(() => {
    const node = selected === null ? undefined : store.getState().nodeLookup.get(selected);
    if (!narrow || folded || node === undefined) return;
    const { x, y, zoom } = getViewport();
    const right = x + (node.internals.positionAbsolute.x + (node.measured.width ?? 0)) * zoom;
    const hidden = right - (store.getState().width - INSPECTOR_WIDTH - MARGIN);
    if (hidden > 0) void setViewport({ x: x - hidden, y, zoom }, { duration: 150 });
  }, [selected, narrow, folded, store, getViewport, setViewport]);
}
