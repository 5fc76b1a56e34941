import { Button, Group, Text } from '@mantine/core';
import { findComponent, readComponentKind } from '@graft/graph';
import { PackageOpen, RefreshCw, Search } from 'lucide-react';
import * as words from '#words/components';
import { Failure } from '../../frame/failure';
import { useDialogs } from '../keys/editor-dialogs';
import { useEditor, useEditorStore } from '../store/editor-context';
import { EditComponent } from './edit-component';
import { unpackSelected } from './unpack-selected';
import { listOutdated } from './update-nodes';
import { useComponents } from './use-components';
import { useUpdate } from './use-update';
import './components.css';

/** What a node that stands for a component is linked to, and what can be done with the link. */
export function ComponentSection({ nodeId, kind }: { nodeId: string; kind: string }) {
  const store = useEditorStore();
  const size = useEditor(({ history }) => findComponent(history.present, kind)?.nodes.length ?? 0);
  const { id, version } = readComponentKind(kind) ?? { id: '', version: 0 };
  const { data } = useComponents();
  const kept = data?.find(({ componentId }) => componentId === id);
  return (
    <section className="component" aria-label={words.component}>
      <Text size="sm">{words.linkedTo(version, kept?.name ?? null, size)}</Text>
      {data !== undefined && kept === undefined && (
        <Text size="xs" c="dimmed">
          {words.isNotKeptHere}
        </Text>
      )}
      {kept !== undefined && kept.version > version && (
        <Update nodeId={nodeId} version={kept.version} />
      )}
      <Group gap={8}>
        <EditComponent nodeId={nodeId} />
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Search size={14} aria-hidden />}
          onClick={() => useDialogs.getState().show('inside')}
        >
          {words.lookInside}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<PackageOpen size={14} aria-hidden />}
          onClick={() => unpackSelected(store)}
        >
          {words.unpack}
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        {words.howToChangeIt}
      </Text>
    </section>
  );
}

/** To the newest version; and all others of the pipeline with it, where more than one can be. */
function Update({ nodeId, version }: { nodeId: string; version: number }) {
  const graph = useEditor(({ history }) => history.present);
  const newest = useEditor((state) => state.newest);
  const outdated = listOutdated(graph, newest);
  const update = useUpdate();
  return (
    <div className="component__update">
      <Text size="sm" fw={600}>
        {words.updateTo(version)}
      </Text>
      <Group gap={8}>
        <Button
          size="compact-sm"
          leftSection={<RefreshCw size={14} aria-hidden />}
          loading={update.isPending}
          onClick={() => update.mutate(outdated.filter((each) => each.nodeId === nodeId))}
        >
          {words.update}
        </Button>
        {outdated.length > 1 && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={update.isPending}
            onClick={() => update.mutate(outdated)}
          >
            {words.updateAll(outdated.length)}
          </Button>
        )}
      </Group>
      <Failure error={update.error} />
    </div>
  );
}
