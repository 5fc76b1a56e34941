import { Text, TextInput } from '@mantine/core';
import { useClickOutside } from '@mantine/hooks';
import { describePortType, type AnyNodeDefinition } from '@graft/graph';
import { Search } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import * as words from '#words/palette';
import { KindTile } from '../canvas/kind-tile';
import { orderWire } from '../canvas/order-wire';
import { sizeCard } from '../card-size';
import { insertComponent } from '../components/insert-component';
import { mergeKinds } from '../components/list-offered';
import { tellFailure } from '../components/tell-failure';
import { useOffered } from '../components/use-offered';
import type { Place } from '../document/edit-graph';
import { useEditorStore } from '../store/editor-context';
import type { AddRequest } from './add-request';
import { findFitting, findOrigin } from './find-fitting';
import { searchKinds } from './search-kinds';
import { findMiddle } from './use-drag-point';
import { usePlacing } from './use-placing';

interface AddMenuProps {
  request: AddRequest;
  onClose: () => void;
}

/** Search to add. After a wire was dropped on the canvas it offers only what the wire fits. */
export function AddMenu({ request, onClose }: AddMenuProps) {
  const store = useEditorStore();
  const placing = usePlacing();
  const [query, setQuery] = useState('');
  const [marked, setMarked] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const frame = useClickOutside(onClose);
  const origin = useMemo(() => findOrigin(store.getState(), request.from), [store, request.from]);
  const offered = useOffered();
  const found = useMemo(() => {
    const kinds = mergeKinds(store.getState().catalogue, offered);
    return findFitting(searchKinds(kinds, query), origin);
  }, [store, offered, query, origin]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [marked]);

  const add = ({ definition, port }: (typeof found)[number]) => {
    const { from, ...point } = request;
    const place = (added: AnyNodeDefinition) =>
      placing({ ...point, canvas: findMiddle()?.canvas ?? null }, sizeCard(added), holdOf(from));
    const wire = (id: string) =>
      from === null || port === null
        ? null
        : orderWire(from.fromOutput, { node: from.node, port: from.port }, { node: id, port });
    const component = offered.find((each) => each.definition === definition);
    if (component === undefined) store.getState().add(definition, place(definition), wire);
    else {
      const spot = { place, wire };
      insertComponent(store, component.version, spot, 'linked').catch(tellFailure);
    }
    onClose();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    if (event.key === 'ArrowDown') setMarked(Math.min(marked + 1, found.length - 1));
    if (event.key === 'ArrowUp') setMarked(Math.max(marked - 1, 0));
    const chosen = found[marked];
    if (event.key === 'Enter' && chosen !== undefined) add(chosen);
    if (['Escape', 'ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={frame}
      className="add-menu"
      style={placeMenu(request)}
      role="dialog"
      aria-label={words.addANode}
    >
      <div className="add-menu__search">
        <TextInput
          data-autofocus
          autoFocus
          size="xs"
          placeholder={
            origin === null ? words.searchNodes : words.nodesForType(describePortType(origin.type))
          }
          aria-label={words.searchNodesToAdd}
          role="combobox"
          aria-expanded
          aria-controls="add-menu-list"
          aria-activedescendant={found[marked] && `add-${found[marked].definition.kind}`}
          leftSection={<Search size={14} />}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setMarked(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      <div
        className="add-menu__list"
        role="listbox"
        id="add-menu-list"
        aria-label={words.nodes}
        ref={list}
      >
        {found.map((each, index) => (
          <MenuItem
            key={each.definition.kind}
            definition={each.definition}
            marked={index === marked}
            onHover={() => setMarked(index)}
            onChoose={() => add(each)}
          />
        ))}
        {found.length === 0 && (
          <Text size="sm" c="dimmed" ta="center" p="sm">
            {words.noNodeFits}
          </Text>
        )}
      </div>
    </div>
  );
}

interface MenuItemProps {
  definition: AnyNodeDefinition;
  marked: boolean;
  onHover: () => void;
  onChoose: () => void;
}

function MenuItem({ definition, marked, onHover, onChoose }: MenuItemProps) {
  return (
    <div
      id={`add-${definition.kind}`}
      role="option"
      aria-selected={marked}
      className="add-menu__item"
      onPointerMove={onHover}
      onClick={onChoose}
    >
      <KindTile kind={definition.kind} group={definition.group} size="sm" />
      <span className="palette__names">
        <span className="palette__title">{definition.title}</span>
        <span className="palette__summary">{definition.summary}</span>
      </span>
    </div>
  );
}

/** A wire ends at the side of the card that it comes to, near the ports. */
function holdOf(from: AddRequest['from']): Place | undefined {
  if (from === null) return undefined;
  return { x: from.fromOutput ? 0 : 1, y: 0.4 };
}

function placeMenu({ x, y }: AddRequest) {
  return {
    left: Math.max(8, Math.min(x, window.innerWidth - 310)),
    top: Math.max(8, Math.min(y, window.innerHeight - 370)),
  };
}
