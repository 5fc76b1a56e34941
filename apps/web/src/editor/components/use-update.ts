import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import * as words from '#words/components';
import { useClient } from '../../client/api';
import { useEditorStore } from '../store/editor-context';
import { updateNodes, type Outdated } from './update-nodes';
import { versionQuery } from './use-components';

/** Lets nodes stand for the newest versions of their components: one step of undo. */
export function useUpdate() {
  const client = useClient();
  const cache = useQueryClient();
  const store = useEditorStore();
  return useMutation({
    mutationFn: (outdated: readonly Outdated[]) =>
      Promise.all(
        outdated.map(async ({ nodeId, componentId, version }) => ({
          nodeId,
          version: await cache.fetchQuery(versionQuery(client, componentId, version)),
        })),
      ),
    onSuccess(updates) {
      const { history, replace, select, cards } = store.getState();
      const selected = cards.flatMap((card) => (card.selected ? [card.id] : []));
      const { graph, broken } = updateNodes(history.present, updates);
      replace(graph);
      select(selected);
      if (broken.length > 0) tellBroken(broken);
    },
  });
}

function tellBroken(names: readonly string[]): void {
  notifications.show({
    color: 'orange',
    title: words.changedOutside,
    message: words.hasNo(names),
  });
}
