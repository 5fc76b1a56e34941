import { Menu } from '@mantine/core';
import { AppWindow, CodeXml, FileDown, History, Keyboard, Signpost } from 'lucide-react';
import { Link } from 'wouter';
import * as words from '#words/editor';
import type { MenuTie } from '../frame/late-menu';
import { LoadedMenu } from '../frame/loaded-menu';
import { download } from '../runs/download';
import { useDialogs } from './keys/editor-dialogs';
import { useEditorStore } from './store/editor-context';
import { beginTour } from './tour/begin-tour';

interface PipelineListProps {
  tie: MenuTie;
  pipelineId: string;
}

/** What else can be done with a pipeline. */
export function PipelineList({ tie, pipelineId }: PipelineListProps) {
  const store = useEditorStore();
  const { show } = useDialogs();
  const save = () => {
    const graph = store.getState().history.present;
    const text = `${JSON.stringify(graph, null, 2)}\n`;
    const name = (graph.name ?? 'pipeline').replaceAll(/[^\w.-]+/g, '-').toLowerCase();
    download(`${name}.graph.json`, new Blob([text], { type: 'application/json' }));
  };
  return (
    <LoadedMenu tie={tie} position="bottom-start">
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
    </LoadedMenu>
  );
}
