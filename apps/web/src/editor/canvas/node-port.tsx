import type { PortDefinition } from '@graft/graph';
import { Handle, Position } from '@xyflow/react';
import { memo, useMemo } from 'react';
import * as words from '#words/canvas';
import { connect } from '../document/edit-graph';
import { useEditorStore } from '../store/editor-context';
import { readForWire } from '../store/wire-actions';
import { orderWire } from './order-wire';
import { PortShape } from './port-shape';
import { useWireOrigin } from './wire-origin';

interface NodePortProps {
  nodeId: string;
  name: string;
  port: PortDefinition;
  side: 'input' | 'output';
  wired: boolean;
}

/** A port: shape, colour and name. It fades while a wire is drawn that it can't take. */
export const NodePort = memo(function NodePort({ nodeId, name, port, side, wired }: NodePortProps) {
  const origin = useWireOrigin();
  const fit = useFit(origin, { nodeId, name, side });
  const missing = side === 'input' && !wired && !port.optional;
  return (
    <div className="port" data-side={side} data-fit={fit}>
      <Handle
        id={name}
        type={side === 'input' ? 'target' : 'source'}
        position={side === 'input' ? Position.Left : Position.Right}
        className="port__handle"
        data-missing={missing || undefined}
        title={`${port.title}: ${port.type}${port.many ? words.anyNumberOfWires : ''}`}
      >
        <PortShape type={port.type} />
      </Handle>
      <span className="port__title">
        {port.title}
        {port.optional && <span className="port__optional">{words.optional}</span>}
      </span>
    </div>
  );
});

function useFit(
  origin: string,
  { nodeId, name, side }: Pick<NodePortProps, 'nodeId' | 'name' | 'side'>,
): 'idle' | 'origin' | 'fits' | 'refuses' {
  const store = useEditorStore();
  return useMemo(() => {
    const [type, node, handle] = origin.split('\n');
    if (type === '' || node === undefined || handle === undefined) return 'idle';
    if (node === nodeId && handle === name && (type === 'target') === (side === 'input')) {
      return 'origin';
    }
    if ((type === 'source') === (side === 'output')) return 'refuses';
    const state = store.getState();
    const wire = orderWire(type === 'source', { node, port: handle }, { node: nodeId, port: name });
    return connect(readForWire(state), state.catalogue, wire).ok ? 'fits' : 'refuses';
  }, [origin, nodeId, name, side, store]);
}
