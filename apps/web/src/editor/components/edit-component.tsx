import { Button, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { readComponentKind } from '@graft/graph';
import { PencilLine } from 'lucide-react';
import * as words from '#words/components';
import { useEditor, useEditorStore } from '../store/editor-context';
import { beginEditing, isOpen } from './edit-session';
import { useComponents } from './use-components';

interface EditComponentProps {
  nodeId: string;
  onBegun?: () => void;
}

/** Begins to change the inside of a component; nothing for a version that is not the newest of this workspace. */
export function EditComponent({ nodeId, onBegun }: EditComponentProps) {
  const store = useEditorStore();
  const kind = useEditor((state) => state.byId.get(nodeId)?.kind ?? '');
  const other = useEditor(({ history, editing }) =>
    isOpen(history.present, editing) ? editing : null,
  );
  const { data } = useComponents();
  const linked = readComponentKind(kind);
  const kept = data?.find(({ componentId }) => componentId === linked?.id);
  if (kept === undefined || kept.version !== linked?.version) return null;
  const begin = () => {
    const { history, replace, select, setEditing } = store.getState();
    const begun = beginEditing(history.present, nodeId, kept);
    if (!begun.ok) {
      notifications.show({ color: 'orange', message: begun.reason });
      return;
    }
    replace(begun.graph);
    select(begun.session.inside);
    setEditing(begun.session);
    onBegun?.();
  };
  return (
    <Tooltip label={words.endEditingFirst(other?.name ?? '')} disabled={other === null}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<PencilLine size={14} aria-hidden />}
        {...(other === null
          ? { onClick: begin }
          : { 'data-disabled': true, 'aria-disabled': true })}
      >
        {words.edit}
      </Button>
    </Tooltip>
  );
}
