import { ActionIcon, Menu, TextInput, Tooltip } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import {
  AppWindow,
  CodeXml,
  EllipsisVertical,
  FileDown,
  History,
  Keyboard,
  Redo2,
  Signpost,
  Undo2,
} from 'lucide-react';
import { memo, useEffect, useState } from 'react';
import { Link } from 'wouter';
import * as words from '#words/editor';
import { MenuList } from '../frame/menu-list';
import { download } from '../runs/download';
import { useDialogs } from './keys/editor-dialogs';
import { SaveLight } from './saving/save-state';
import type { Saving } from './saving/use-saving';
import { useEditor, useEditorStore } from './store/editor-context';
import { beginTour } from './tour/begin-tour';

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
  const store = useEditorStore();
  const { show } = useDialogs();
  const save = () => {
    const graph = store.getState().history.present;
    const text = `${JSON.stringify(graph, null, 2)}\n`;
    const name = (graph.name ?? 'pipeline').replaceAll(/[^\w.-]+/g, '-').toLowerCase();
    download(`${name}.graph.json`, new Blob([text], { type: 'application/json' }));
  };
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={words.moreAboutThisPipeline}>
          <EllipsisVertical size={16} />
        </ActionIcon>
      </Menu.Target>
      <MenuList>
        <Menu.Item leftSection={<History size={15} />} onClick={() => show('history')}>
          {words.history}
        </Menu.Item>
        <Menu.Item
          leftSection={<AppWindow size={15} />}
          component={Link}
          href={`/pipelines/${pipelineId}/app`}
        >
          {words.appView}
        </Menu.Item>
        <Menu.Item leftSection={<FileDown size={15} />} onClick={save}>
          {words.downloadAsAFile}
        </Menu.Item>
        <Menu.Item leftSection={<CodeXml size={15} />} onClick={() => show('code')}>
          {words.showAsCode}
        </Menu.Item>
        <Menu.Item leftSection={<Keyboard size={15} />} onClick={() => show('keys')}>
          {words.keys}
        </Menu.Item>
        <Menu.Item
          leftSection={<Signpost size={15} />}
          // After the menu has given the focus back.
          onClick={() => requestAnimationFrame(() => void beginTour(store))}
        >
          {words.tour}
        </Menu.Item>
      </MenuList>
    </Menu>
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
