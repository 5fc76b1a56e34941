/* global document, window */
import { ReactFlow, useEdgesState, useNodesState } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

/** React Flow with nothing of ours: its own nodes and wires, as in its documentation. */
function BareFlow() {
  const [nodes, , onNodesChange] = useNodesState(window.graph.nodes);
  const [edges, , onEdgesChange] = useEdgesState(window.graph.edges);
  const changes = { onNodesChange, onEdgesChange };
  return createElement(ReactFlow, { nodes, edges, ...changes, fitView: true, minZoom: 0.05 });
}

createRoot(document.getElementById('root')).render(createElement(BareFlow));
