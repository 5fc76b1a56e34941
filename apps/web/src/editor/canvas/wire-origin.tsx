import { useConnection, type ConnectionState } from '@xyflow/react';
import { createContext, useContext, type ReactNode } from 'react';

const WireOrigin = createContext('');

/** Where a wire is being drawn from, as one string, so that moving the pointer renders nothing. */
function selectOrigin(connection: ConnectionState): string {
  const handle = connection.inProgress ? connection.fromHandle : null;
  return handle === null ? '' : `${handle.type}\n${handle.nodeId}\n${handle.id ?? ''}`;
}

/** Asks React Flow once for all ports: each one asking would cost a question a port in every frame. */
export function WireOriginProvider({ children }: { children: ReactNode }) {
  return <WireOrigin.Provider value={useConnection(selectOrigin)}>{children}</WireOrigin.Provider>;
}

/** Type, node and name of the port that a wire is being drawn from, a line each; empty while none is. */
export function useWireOrigin(): string {
  return useContext(WireOrigin);
}
