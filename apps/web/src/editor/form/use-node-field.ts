import type { Json } from '@graft/graph';
import { useCallback } from 'react';
import { useEditor, useEditorStore } from '../store/editor-context';
import { chooseValue, readField, type FormField } from './form-model';
import { useTyped } from './use-typed';

interface NodeField {
  readonly value: Json;
  /** Hears of every key; the document does when that is drawn. */
  readonly onChange: (next: Json) => void;
  /** Changes the document at once. */
  readonly choose: (next: Json) => void;
}

/** A parameter of a node of the document, as a field shows and changes it. */
export function useNodeField(nodeId: string, field: FormField): NodeField {
  const store = useEditorStore();
  const stored = useEditor((state) => readField(field, state.byId.get(nodeId)?.params ?? {}));
  const choose = useCallback(
    (next: Json) => store.getState().setParams(nodeId, chooseValue(field, next)),
    [store, nodeId, field],
  );
  const [value, onChange] = useTyped<Json>(stored, choose);
  return { value, onChange, choose };
}
