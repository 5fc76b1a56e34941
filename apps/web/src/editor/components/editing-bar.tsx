import { ActionIcon, Button, Text, Tooltip } from '@mantine/core';
import { X } from 'lucide-react';
import { useState } from 'react';
import * as words from '#words/components';
import { useEditor, useEditorStore } from '../store/editor-context';
import { listKept, type EditSession } from './edit-session';
import { KeepEdited } from './keep-edited';
import './components.css';

/** Over the canvas while the inside of a component is changed: how many nodes it has now, and how that ends. */
export function EditingBar({ session }: { session: EditSession }) {
  const store = useEditorStore();
  const graph = useEditor(({ history }) => history.present);
  const [keeping, setKeeping] = useState(false);
  const kept = listKept(graph, session);
  if (kept.length === 0) return null;
  const end = () => store.getState().setEditing(null);
  const discard = () => {
    store.getState().replace(session.before);
    end();
  };
  return (
    <section className="editing-bar" aria-label={words.editing(session.name)}>
      <Text size="sm">
        <b>{words.editing(session.name)}</b> {words.nodesOfIt(kept.length)}
      </Text>
      <Button size="compact-sm" onClick={() => setKeeping(true)}>
        {words.keepVersion(session.version + 1)}
      </Button>
      <Tooltip label={words.whatDiscardingMeans}>
        <Button size="compact-sm" variant="default" onClick={discard}>
          {words.discard}
        </Button>
      </Tooltip>
      <Tooltip label={words.leaveUnpacked}>
        <ActionIcon variant="subtle" color="gray" aria-label={words.leaveUnpacked} onClick={end}>
          <X size={15} />
        </ActionIcon>
      </Tooltip>
      {keeping && (
        <KeepEdited session={session} ids={kept} onKept={end} onClose={() => setKeeping(false)} />
      )}
    </section>
  );
}
