import {
  collectComponents,
  makeComponent,
  writeComponentKind,
  type ComponentWish as GraphWish,
} from '@graft/graph';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { UserError } from '@graft/errors';
import { useClient } from '../../client/api';
import { queryKeys } from '../../client/query-keys';
import { useEditorStore } from '../store/editor-context';
import { loadRules } from '../store/graph-rules';
import { setOutside, type OutsideValue } from './edit-session';
import { readVersion } from './use-components';

/** What a person asks for. */
export interface ComponentWish extends Pick<GraphWish, 'params' | 'takenNames'> {
  readonly ids: readonly string[];
  /** Of a new component; or the component whose next version this is. */
  readonly name: string;
  readonly next: { componentId: string; version: number } | null;
  /** The component takes the place of the nodes. */
  readonly inPlace: boolean;
  /** What is set on the component in their place, as far as it is asked for. */
  readonly outside?: readonly OutsideValue[];
}

/** Keeps nodes as a component in the workspace, and puts it in their place where that is wanted. */
export function useMakeComponent(onMade: () => void) {
  const client = useClient();
  const store = useEditorStore();
  const cache = useQueryClient();
  return useMutation({
    async mutationFn({
      ids,
      name,
      next,
      inPlace,
      outside,
      params,
      takenNames = [],
    }: ComponentWish) {
      await loadRules();
      const make = (kind: string, title: string) => {
        const { history, catalogue } = store.getState();
        const wish = { kind, title, params, takenNames };
        const made = makeComponent(history.present, catalogue, ids, wish);
        if (made.ok) return made;
        throw new UserError({ code: 'component.refused', message: made.reason });
      };
      const { component } = make(writeComponentKind('new', 1), name);
      const { components: held } = store.getState().history.present;
      const components = [component, ...collectComponents([component], held)];
      const kept =
        next === null
          ? await client.createComponent({ body: { name, components } })
          : await client.addComponentVersion({
              params: { componentId: next.componentId },
              body: { after: next.version, components },
            });
      await cache.invalidateQueries({ queryKey: queryKeys.components });
      if (!inPlace) return;
      const [version] = readVersion(kept.components);
      const { graph, nodeId } = make(version.kind, version.title);
      store.getState().replace(setOutside(graph, nodeId, version, outside ?? []));
      store.getState().select([nodeId]);
    },
    onSuccess: onMade,
  });
}
