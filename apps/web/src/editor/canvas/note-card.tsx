import { MAX_NOTE_LENGTH } from '@graft/graph';
import { ActionIcon, Tooltip } from '@mantine/core';
import type { NodeProps } from '@xyflow/react';
import { Pencil } from 'lucide-react';
import { memo, useEffect, useRef, type KeyboardEvent } from 'react';
import * as words from '#words/canvas';
import { Markdown } from '../../frame/markdown';
import { noteIdOf, type NoteNode } from '../store/annotation-view';
import { useDocument, useEditor, useEditorStore } from '../store/editor-context';
import './note.css';

/** A note in Markdown. A double click or its pencil opens it for writing. */
export const NoteCard = memo(function NoteCard({ id, selected }: NodeProps<NoteNode>) {
  const store = useEditorStore();
  const noteId = noteIdOf(id) ?? '';
  const text = useDocument(
    ({ history }) => history.present.notes?.find((note) => note.id === noteId)?.text ?? '',
  );
  const writing = useEditor((state) => state.writing === id);
  const write = () => store.getState().startWriting(id);
  return (
    <div className="note" data-selected={selected || undefined} onDoubleClick={write}>
      {writing ? (
        <NoteField text={text} onWritten={(next) => store.getState().writeNote(noteId, next)} />
      ) : (
        <>
          <Markdown text={text} />
          <Tooltip label={words.write}>
            <ActionIcon
              className="note__pencil nodrag"
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={words.writeIntoTheNote}
              onClick={write}
            >
              <Pencil size={13} />
            </ActionIcon>
          </Tooltip>
        </>
      )}
    </div>
  );
});

interface NoteFieldProps {
  text: string;
  onWritten: (text: string) => void;
}

/** Leaving it, or Escape, ends writing. */
function NoteField({ text, onWritten }: NoteFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // A card that React Flow has not measured yet is hidden, and takes no focus.
    const frame = requestAnimationFrame(() => field.current?.select());
    return () => cancelAnimationFrame(frame);
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    event.stopPropagation();
    if (event.key === 'Escape') event.currentTarget.blur();
  };
  return (
    <textarea
      ref={field}
      className="note__field nodrag nowheel nopan"
      aria-label={words.textOfTheNote}
      maxLength={MAX_NOTE_LENGTH}
      rows={4}
      defaultValue={text}
      onKeyDown={onKeyDown}
      onBlur={(event) => onWritten(event.currentTarget.value)}
    />
  );
}
