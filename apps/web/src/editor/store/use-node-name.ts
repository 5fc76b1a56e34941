import { useCallback } from 'react';
import { nameNode } from '../../runs/name-node';
import { useEditorStore } from './editor-context';

/** What a node is called now, also one inside a component. Null for a node that is gone. */
export function useNodeName(): (nodeId: string) => string | null {
  const store = useEditorStore();
  return useCallback(
    (nodeId) => {
      const { history, catalogue } = store.getState();
      return nodeId === '' ? null : nameNode(history.present, catalogue, nodeId);
    },
    [store],
  );
}
