import { nameNode } from '@graft/graph';
import { useCallback } from 'react';
import { useEditorStore } from './editor-context';

/** What a node is called now, also one inside a component. Null for a node that is gone. */
export function useNodeName(): (nodeId: string) => string | null {
  const store = useEditorStore();
  return useCallback(
    (nodeId) => {
      const { history, catalogue, names } = store.getState();
      if (nodeId === '') return null;
      return names.get(nodeId) ?? nameNode(history.present, catalogue, nodeId);
    },
    [store],
  );
}
