import { standsForComponent } from '@graft/graph';
import {
  Background,
  ReactFlow,
  SelectionMode,
  useStore,
  type ReactFlowState,
  type EdgeTypes,
  type NodeTypes,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { memo, useCallback, useEffect, useMemo, useRef } from 'react';
import * as words from '#words/canvas';
import { lazyPart } from '../../frame/lazy-part';
import type { KeyActions } from '../keys/editor-key';
import { closeSearch, openSearch, useAddRequest, type AddRequest } from '../palette/add-request';
import { useLayout } from '../panel/layout-store';
import type { CanvasNode } from '../store/annotation-view';
import { useEditor, useEditorStore } from '../store/editor-context';
import type { WireEdge } from '../store/flow-view';
import { Frame, Note } from './annotation-cards';
import { CanvasTools } from './canvas-tools';
import { DOTS, useKeepInView, VIEW } from './keep-in-view';
import { ConnectionHint } from './connection-hint';
import { DropFile } from './drop-file';
import { findWire } from './find-wire';
import { NodeCard, WholeCards } from './node-card';
import { Overview } from './overview';
import { useAfterPaint } from './use-after-paint';
import { useChangeCards } from './use-change-cards';
import { useConnecting } from './use-connecting';
import { useContextMenu } from './use-context-menu';
import { Wire } from './wire';
import { WireOriginProvider } from './wire-origin';
import './canvas.css';

const AddMenu = lazyPart(() => import('../palette/add-menu').then((part) => part.AddMenu));

const EmptyCanvas = lazyPart(() => import('./empty-canvas').then((part) => part.EmptyCanvas));

const ContextMenu = lazyPart(() => import('./context-menu').then((part) => part.ContextMenu));

const NODE_TYPES: NodeTypes = { card: NodeCard, note: Note, frame: Frame };
const EDGE_TYPES: EdgeTypes = { wire: Wire };

const PAN_BUTTONS = [0, 1];
const MULTI_KEYS = ['Meta', 'Control', 'Shift'];

/**
 * From here on only what is on the screen is drawn, and wires and previews one frame after the cards. Below it
 * everything is, so that the tab key goes from card to card through the whole graph.
 */
const MANY_CARDS = 100;
const NO_WIRES: WireEdge[] = [];

/** Below this zoom the small print of a card can't be read. */
const FAR = 0.62;
const selectFar = (state: ReactFlowState) => state.transform[2] < FAR;

/** The canvas: cards and wires of the open pipeline. */
export const Canvas = memo(function Canvas({ actions }: { actions: KeyActions }) {
  const store = useEditorStore();
  const cards = useEditor((state) => state.cards);
  const wires = useWires();
  const notes = useEditor((state) => state.notes);
  const frames = useEditor((state) => state.frames);
  const nodes = useMemo(() => [...frames, ...notes, ...cards], [frames, notes, cards]);
  const many = cards.length > MANY_CARDS;
  const whole = useAfterPaint() || !many;
  const far = useStore(selectFar);
  const overview = useLayout((state) => state.overview);
  const adding = useAddRequest((state) => state.request);
  const changeCards = useChangeCards();
  const menu = useContextMenu();
  const changeWires = useEditor((state) => state.changeWires);
  useEffect(() => closeSearch, []);
  const onMove = useKeepInView();

  const connecting = useConnecting();
  const onNodeDragStop = useCallback(
    (event: MouseEvent | TouchEvent | React.MouseEvent, moved: CanvasNode) => {
      if (!('clientX' in event) || moved.type !== 'card') return;
      const wireId = findWire({ x: event.clientX, y: event.clientY });
      if (wireId !== null) store.getState().putOnWire(moved.id, wireId);
    },
    [store],
  );
  const onDoubleClick = useCallback((event: React.MouseEvent) => {
    if (!(event.target instanceof Element) || !event.target.matches('.react-flow__pane')) return;
    openSearch({ x: event.clientX, y: event.clientY, from: null });
  }, []);
  const onNodeDoubleClick = useCallback(
    (_: React.MouseEvent, { id }: CanvasNode) => {
      const { byId } = store.getState();
      if (standsForComponent(byId.get(id)?.kind ?? '')) actions.lookInside();
    },
    [actions, store],
  );
  const clicked = useRef<AddRequest | undefined>(undefined);
  const onPaneClick = useCallback(({ clientX: x, clientY: y }: React.MouseEvent) => {
    clicked.current = { x, y, from: null };
  }, []);
  const onKeyDown = useCallback((event: React.KeyboardEvent) => {
    // A click on the empty canvas gives it the focus; from a card, Tab goes to the next one.
    if (event.key !== 'Tab' || event.shiftKey || event.target !== event.currentTarget) return;
    event.preventDefault();
    openSearch(clicked.current);
  }, []);
  return (
    <DropFile
      className="canvas"
      data-far={far || undefined}
      tabIndex={-1}
      onDoubleClick={onDoubleClick}
      onKeyDown={onKeyDown}
    >
      <WireOriginProvider>
        <WholeCards value={whole}>
          <ReactFlow<CanvasNode, WireEdge>
            nodes={nodes}
            edges={whole ? wires : NO_WIRES}
            nodeTypes={NODE_TYPES}
            edgeTypes={EDGE_TYPES}
            onNodesChange={changeCards}
            onEdgesChange={changeWires}
            onNodeDragStop={onNodeDragStop}
            onNodeDoubleClick={onNodeDoubleClick}
            onMoveStart={onMove}
            onPaneClick={onPaneClick}
            onNodeContextMenu={menu.onNode}
            onSelectionContextMenu={menu.onSelection}
            onPaneContextMenu={menu.onPane}
            {...connecting}
            edgesReconnectable={false}
            reconnectRadius={16}
            connectionRadius={28}
            deleteKeyCode={null}
            panActivationKeyCode={null}
            multiSelectionKeyCode={MULTI_KEYS}
            selectionMode={SelectionMode.Partial}
            panOnDrag={PAN_BUTTONS}
            {...VIEW}
            nodeDragThreshold={3}
            onlyRenderVisibleElements={many}
            ariaLabelConfig={ARIA}
          >
            <Background {...DOTS} />
            {overview && <Overview />}
            <CanvasTools onAdd={openSearch} />
            <ConnectionHint />
          </ReactFlow>
        </WholeCards>
      </WireOriginProvider>
      {nodes.length === 0 && <EmptyCanvas />}
      {menu.request !== null && (
        <ContextMenu request={menu.request} actions={actions} onClose={menu.close} />
      )}
      {adding !== null && <AddMenu request={adding} onClose={closeSearch} />}
    </DropFile>
  );
});

/** Only the ends of a selected wire can be taken: grips at all of them would cost every frame of a large graph. */
function useWires(): WireEdge[] {
  const wires = useEditor((state) => state.wires);
  return useMemo(
    () => wires.map((wire) => (wire.selected ? { ...wire, reconnectable: true } : wire)),
    [wires],
  );
}

const ARIA = {
  'node.a11yDescription.default': words.howToUseANodeByKeys,
  'node.a11yDescription.keyboardDisabled': words.howToUseANodeByKeys,
  'edge.a11yDescription.default': words.howToUseAWireByKeys,
} as const;
