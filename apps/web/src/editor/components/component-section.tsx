import { Button, Group, Text } from '@mantine/core';
import { findComponent, listBroken, readComponentKind, updateComponent } from '@graft/graph';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { PackageOpen, RefreshCw, Search } from 'lucide-react';
import * as words from '#words/components';
import { useClient } from '../../client/api';
import { Failure } from '../../frame/failure';
import { useDialogs } from '../keys/editor-dialogs';
import { useEditor, useEditorStore } from '../store/editor-context';
import { unpackSelected } from './unpack-selected';
import { fetchVersion, useComponents } from './use-components';
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
        <Update nodeId={nodeId} componentId={id} version={kept.version} />
      )}
      <Group gap={8}>
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

interface UpdateProps {
  nodeId: string;
  componentId: string;
  version: number;
}

function Update({ nodeId, componentId, version }: UpdateProps) {
  const client = useClient();
  const store = useEditorStore();
  const update = useMutation({
    mutationFn: () => fetchVersion(client, componentId, version),
    onSuccess(newest) {
      const { history, replace, select } = store.getState();
      const broken = listBroken(history.present, nodeId, newest[0]);
      replace(updateComponent(history.present, nodeId, newest));
      select([nodeId]);
      if (broken.length > 0) tellBroken(broken);
    },
  });
  return (
    <div className="component__update">
      <Text size="sm" fw={600}>
        {words.updateTo(version)}
      </Text>
      <Button
        size="compact-sm"
        leftSection={<RefreshCw size={14} aria-hidden />}
        loading={update.isPending}
        onClick={() => update.mutate()}
      >
        {words.update}
      </Button>
      <Failure error={update.error} />
    </div>
  );
}

function tellBroken(names: readonly string[]): void {
  notifications.show({
    color: 'orange',
    title: words.changedOutside,
    message: words.hasNo(names),
  });
}
