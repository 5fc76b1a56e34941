import { standsForComponent } from '@graft/graph';
import { Background, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { useStore } from 'zustand';
import { DOTS, VIEW } from '../canvas/keep-in-view';
import { NodeCard } from '../canvas/node-card';
import { Wire } from '../canvas/wire';
import { WireOriginProvider } from '../canvas/wire-origin';
import { EditorProvider } from '../store/editor-context';
import type { EditorStore } from '../store/editor-store';

const NODE_TYPES = { card: NodeCard };
const EDGE_TYPES = { wire: Wire };

interface InsideCanvasProps {
  store: EditorStore;
  /** Called with the id of a node that was clicked twice. */
  onOpen: (id: string) => void;
}

/** A graph to look at: cards show what is known of them and how they run, nothing can be changed. */
export function InsideCanvas({ store, onOpen }: InsideCanvasProps) {
  const cards = useStore(store, (state) => state.cards);
  const wires = useStore(store, (state) => state.wires);
  const isComponent = (id: string) => standsForComponent(store.getState().byId.get(id)?.kind ?? '');
  return (
    <EditorProvider store={store}>
      <ReactFlowProvider>
        <div className="inside">
          <WireOriginProvider>
            <ReactFlow
              nodes={cards}
              edges={wires}
              nodeTypes={NODE_TYPES}
              edgeTypes={EDGE_TYPES}
              onNodeDoubleClick={(_, { id }) => {
                if (isComponent(id)) onOpen(id);
              }}
              nodesDraggable={false}
              nodesConnectable={false}
              edgesFocusable={false}
              elementsSelectable={false}
              deleteKeyCode={null}
              {...VIEW}
            >
              <Background {...DOTS} />
            </ReactFlow>
          </WireOriginProvider>
        </div>
      </ReactFlowProvider>
    </EditorProvider>
  );
}
