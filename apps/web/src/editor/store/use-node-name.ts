import { useCallback } from 'react';
import { useEditorStore } from './editor-context';

/** What a node is called now: by the person, else by its kind. Null for a node that is gone. */
export function useNodeName(): (nodeId: string) => string | null {
  const store = useEditorStore();
  return useCallback(
    (nodeId) => {
      const { byId, catalogue } = store.getState();
      const node = byId.get(nodeId);
      return node === undefined
        ? null
        : (node.title ?? catalogue.get(node.kind)?.title ?? node.kind);
    },
    [store],
  );
}
