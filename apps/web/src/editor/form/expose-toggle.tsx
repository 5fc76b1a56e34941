import { ActionIcon, Tooltip } from '@mantine/core';
import { exposeField, isExposed } from '@graft/graph';
import { AppWindow } from 'lucide-react';
import * as words from '#words/form';
import { useEditor, useEditorStore } from '../store/editor-context';

interface ExposeToggleProps {
  nodeId: string;
  param: string;
  title: string;
}

/** Whether the app view asks for a field. */
export function ExposeToggle({ nodeId, param, title }: ExposeToggleProps) {
  const store = useEditorStore();
  const field = { node: nodeId, param };
  const exposed = useEditor((state) => isExposed(state.history.present, field));
  const toggle = () => {
    const { history, replace } = store.getState();
    replace(exposeField(history.present, field, !exposed));
  };
  return (
    <Tooltip label={exposed ? words.shownInTheAppView : words.showInTheAppView}>
      <ActionIcon
        className="field__expose"
        size="sm"
        variant={exposed ? 'light' : 'subtle'}
        color={exposed ? 'accent' : 'gray'}
        aria-label={words.showFieldInTheAppView(title)}
        aria-pressed={exposed}
        onClick={toggle}
      >
        <AppWindow size={13} />
      </ActionIcon>
    </Tooltip>
  );
}
