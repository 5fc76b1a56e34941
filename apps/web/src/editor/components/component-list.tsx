import { Text, Tooltip } from '@mantine/core';
import type { ComponentSummary } from '@graft/contracts';
import type { AnyNodeDefinition } from '@graft/graph';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import * as words from '#words/components';
import { useClient } from '../../client/api';
import { Failure } from '../../frame/failure';
import { Loading } from '../../frame/loading';
import { findWire } from '../canvas/find-wire';
import { KindTile } from '../canvas/kind-tile';
import { sizeCard } from '../card-size';
import { findMiddle, useDragPoint, type DropPoint } from '../palette/use-drag-point';
import { usePlacing } from '../palette/use-placing';
import { useEditorStore } from '../store/editor-context';
import { ComponentMenu } from './component-menu';
import { insertComponent, type InsertMode } from './insert-component';
import { tellFailure } from './tell-failure';
import { useComponents, versionQuery } from './use-components';
import './components.css';

/** Components of the workspace, to put into the pipeline: linked, or as a copy of their nodes. */
export function ComponentList({ query }: { query: string }) {
  const { data, error, isPending } = useComponents();
  if (isPending) return <Loading label={words.loadingTheComponents} />;
  if (error !== null) return <Failure error={error} />;
  const wanted = query.trim().toLowerCase();
  const found = data.filter(({ name }) => name.toLowerCase().includes(wanted));
  if (found.length > 0) {
    return (
      <section aria-label={words.components}>
        <h2 className="palette__group">{words.components}</h2>
        {found.map((component) => (
          <ComponentItem key={component.componentId} component={component} />
        ))}
      </section>
    );
  }
  return (
    <Text size="sm" c="dimmed" ta="center" py="lg" px="md">
      {data.length === 0 ? words.noComponentsYet : words.noComponentMatches(query)}
    </Text>
  );
}

interface Insertion {
  readonly point: DropPoint;
  readonly mode: InsertMode;
}

function ComponentItem({ component }: { component: ComponentSummary }) {
  const { componentId, name, version } = component;
  const client = useClient();
  const store = useEditorStore();
  const cache = useQueryClient();
  const placing = usePlacing();
  const insert = useMutation({
    async mutationFn({ point, mode }: Insertion) {
      const onWire = point.canvas === null ? findWire(point) : null;
      const newest = await cache.fetchQuery(versionQuery(client, componentId, version));
      const place = (definition: AnyNodeDefinition) => placing(point, sizeCard(definition));
      await insertComponent(store, newest, { place, onWire }, mode);
    },
    onError: tellFailure,
  });
  const { start, click, ghost } = useDragPoint((point) => insert.mutate({ point, mode: 'linked' }));
  const copy = () => {
    const point = findMiddle();
    if (point !== null) insert.mutate({ point, mode: 'copied' });
  };
  return (
    <div className="component-item">
      <Tooltip label={words.clickOrDrag} position="right" openDelay={600}>
        <button type="button" className="palette__item" onPointerDown={start} onClick={click}>
          <KindTile kind="component" group="component" size="sm" />
          <span className="palette__names">
            <span className="palette__title">{name}</span>
            <span className="palette__summary">{words.version(version)}</span>
          </span>
        </button>
      </Tooltip>
      <ComponentMenu component={component} onLink={click} onCopy={copy} />
      {ghost !== null && (
        <div className="palette__ghost" style={{ left: ghost.x, top: ghost.y }}>
          <KindTile kind="component" group="component" size="sm" />
          {name}
        </div>
      )}
    </div>
  );
}
