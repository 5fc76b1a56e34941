import { MAX_FRAME_TITLE } from '@graft/graph';
import { NodeResizer, type NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef, type KeyboardEvent } from 'react';
import * as words from '#words/canvas';
import { LEAST_FRAME } from '../document/frame-content';
import { frameIdOf, type FrameNode } from '../store/annotation-view';
import { useDocument, useEditor, useEditorStore } from '../store/editor-context';
import { FrameMenu } from './frame-menu';
import './frame.css';

/** A titled area behind the cards. It is dragged by its bar, and its borders are pulled while it is selected. */
export const FrameCard = memo(function FrameCard({ id, selected }: NodeProps<FrameNode>) {
  const store = useEditorStore();
  const frameId = frameIdOf(id) ?? '';
  const frame = useDocument(({ history }) =>
    history.present.frames?.find((each) => each.id === frameId),
  );
  const writing = useEditor((state) => state.writing === id);
  if (frame === undefined) return null;
  return (
    <section
      className="canvas-frame"
      data-colour={frame.colour}
      data-selected={selected || undefined}
    >
      <NodeResizer
        isVisible={selected}
        minWidth={LEAST_FRAME.width}
        minHeight={LEAST_FRAME.height}
        lineClassName="canvas-frame__border"
        handleClassName="canvas-frame__corner"
      />
      <header className="canvas-frame__bar" onDoubleClick={() => store.getState().startWriting(id)}>
        {writing ? (
          <TitleField
            title={frame.title}
            onWritten={(title) => store.getState().changeFrame(frameId, { title })}
          />
        ) : (
          <h2 className="canvas-frame__title" title={frame.title}>
            {frame.title}
          </h2>
        )}
        <FrameMenu canvasId={id} frame={frame} />
      </header>
    </section>
  );
});

interface TitleFieldProps {
  title: string;
  onWritten: (title: string) => void;
}

/** Leaving it, Enter or Escape ends writing; an empty title changes nothing. */
function TitleField({ title, onWritten }: TitleFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // What React Flow has not measured yet is hidden, and takes no focus.
    const frame = requestAnimationFrame(() => field.current?.select());
    return () => cancelAnimationFrame(frame);
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
  };
  return (
    <input
      ref={field}
      className="canvas-frame__field nodrag nopan"
      aria-label={words.titleOfTheFrame}
      maxLength={MAX_FRAME_TITLE}
      defaultValue={title}
      onKeyDown={onKeyDown}
      onBlur={(event) => onWritten(event.currentTarget.value)}
    />
  );
}
