import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { EllipsisVertical, Redo2, Undo2 } from 'lucide-react';
import { memo, useEffect, useState } from 'react';
import * as words from '#words/editor';
import { LateMenu } from '../frame/late-menu';
import { lazyPart } from '../frame/lazy-part';
import { SaveLight } from './saving/save-state';
import type { Saving } from './saving/use-saving';
import { useEditor, useEditorStore } from './store/editor-context';

const PipelineList = lazyPart(() => import('./pipeline-list').then((part) => part.PipelineList));

interface EditorBarProps extends Pick<Saving, 'light'> {
  pipelineId: string;
}

/** Name of the pipeline, whether it is saved, undo and redo. */
export const EditorBar = memo(function EditorBar({ light, pipelineId }: EditorBarProps) {
  const store = useEditorStore();
  const canUndo = useEditor((state) => state.history.past.length > 0);
  const canRedo = useEditor((state) => state.history.future.length > 0);
  return (
    <div className="editor-bar">
      <span className="editor-bar__sep" aria-hidden>
        /
      </span>
      <PipelineName />
      <SaveLight light={light} />
      <Tooltip label={words.undoCtrlZ}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.undo}
          disabled={!canUndo}
          onClick={() => store.getState().undo()}
        >
          <Undo2 size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={words.redoCtrlShiftZ}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.redo}
          disabled={!canRedo}
          onClick={() => store.getState().redo()}
        >
          <Redo2 size={16} />
        </ActionIcon>
      </Tooltip>
      <PipelineMenu pipelineId={pipelineId} />
    </div>
  );
});

function PipelineMenu({ pipelineId }: { pipelineId: string }) {
  return (
    <LateMenu
      target={
        <ActionIcon variant="subtle" color="gray" aria-label={words.moreAboutThisPipeline}>
          <EllipsisVertical size={16} />
        </ActionIcon>
      }
    >
      {(tie) => <PipelineList tie={tie} pipelineId={pipelineId} />}
    </LateMenu>
  );
}

function PipelineName() {
  const store = useEditorStore();
  const name = useEditor((state) => state.history.present.name ?? '');
  const [typed, setTyped] = useState(name);
  useEffect(() => setTyped(name), [name]);
  useDocumentTitle(words.pageTitle(name === '' ? words.pipeline : name));
  const keep = () => {
    if (typed.trim() === '') setTyped(name);
    else store.getState().renamePipeline(typed.trim());
  };
  return (
    <>
      <h1 className="visually-hidden">{name}</h1>
      <TextInput
        className="editor-bar__name"
        variant="unstyled"
        size="sm"
        aria-label={words.nameOfThePipeline}
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </>
  );
}
