import { BackgroundVariant, useReactFlow, useStore, useStoreApi, type OnMove } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { useLayout } from '../panel/layout-store';
import { INSPECTOR_WIDTH, useNarrow } from '../panel/use-narrow';
import { boxOfCard } from '../store/box-of-card';
import { useEditor, useEditorStore } from '../store/editor-context';
import { findOnlySelected } from '../store/find-only-selected';

/** How the whole graph is shown: never larger than life, never too small to tell nodes apart. */
export const FIT = { padding: '24px', maxZoom: 1, minZoom: 0.3 } as const;

/**
 * How the view goes to another place. In a straight line: the curved way of React Flow (d3's `interpolateZoom`) is no
 * number at all where the centre moves by a millionth of a pixel while the zoom changes.
 */
export const GLIDE = { duration: 150, interpolate: 'linear' } as const;

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
 * a click in the list of problems asked for, one that they have just added, and the selected node when
 * the inspector lies over it.
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
    void fitView({ nodes: [{ id: focus.nodeId }], maxZoom: 1, padding: 1.2, ...GLIDE });
  }, [focus, fitView]);
}

function useUncover(): void {
  const narrow = useNarrow();
  const folded = useLayout((state) => state.folded.inspector);
  const covering = narrow && !folded;
  const editor = useEditorStore();
  const store = useStoreApi();
  const isAdded = useIsAdded();
  const { getViewport, setViewport } = useReactFlow();
  const selected = useEditor(findOnlySelected);
  useEffect(() => {
    const card = editor.getState().cards.find(({ id }) => id === selected);
    const added = selected !== null && isAdded(selected);
    if (card === undefined || !(covering || added)) return;
    void import('./shift-into-sight').then(({ shiftIntoSight }) => {
      const { width, height } = store.getState();
      const view = getViewport();
      const room = { width: width - (covering ? INSPECTOR_WIDTH : 0), height };
      const all = shiftIntoSight(boxOfCard(card), view, room);
      const { x, y } = added ? all : { x: Math.min(0, all.x), y: 0 };
      if (x === 0 && y === 0) return;
      void setViewport({ x: view.x + x, y: view.y + y, zoom: view.zoom }, GLIDE);
    });
  }, [selected, covering, isAdded, editor, store, getViewport, setViewport]);
}

/** Tells whether a node is what a person has just put into the document. */
function useIsAdded(): (id: string) => boolean {
  const editor = useEditorStore();
  const added = useRef<string | null>(null);
  useEffect(
    () =>
      editor.subscribe((state, { byId }) => {
        if (state.byId === byId) return;
        const id = findOnlySelected(state);
        added.current = id !== null && !byId.has(id) ? id : null;
      }),
    [editor],
  );
  return useCallback((id) => added.current === id, []);
}
