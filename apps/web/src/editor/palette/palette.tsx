import { ActionIcon, Button, Text, TextInput, Tooltip } from '@mantine/core';
import type { AnyNodeDefinition } from '@graft/graph';
import { PanelLeftClose, Search } from 'lucide-react';
import { memo, useMemo, useState } from 'react';
import * as words from '#words/palette';
import { lazyPart } from '../../frame/lazy-part';
import { TourInvitation } from '../tour/tour-invitation';
import { GROUP_TITLES } from '../canvas/kind-icons';
import { KindTile } from '../canvas/kind-tile';
import { useLayout } from '../panel/layout-store';
import { useEditor } from '../store/editor-context';
import { groupKinds, searchKinds } from './search-kinds';
import { useDragToCanvas } from './use-drag-to-canvas';
import './palette.css';

const ComponentList = lazyPart(() =>
  import('../components/component-list').then((part) => part.ComponentList),
);

/** Every kind of node, by group, to drag onto the canvas or to add with a click. */
export const Palette = memo(function Palette() {
  const catalogue = useEditor((state) => state.catalogue);
  const [query, setQuery] = useState('');
  const [components, setComponents] = useState(false);
  const { allKinds, setAllKinds, fold } = useLayout();
  const groups = useMemo(() => {
    // Components of the document are listed as those of the workspace.
    const found = searchKinds(catalogue, query).filter(({ group }) => group !== 'component');
    const shown = allKinds || query !== '' ? found : found.filter((each) => each.basic);
    return groupKinds(shown);
  }, [catalogue, query, allKinds]);
  const shown = components ? [] : groups;
  const choose = (all: boolean) => {
    setAllKinds(all);
    setComponents(false);
  };
  return (
    <aside className="palette" aria-label={words.nodes}>
      <div className="palette__head">
        <TextInput
          size="xs"
          placeholder={words.searchNodes}
          aria-label={words.searchNodes}
          leftSection={<Search size={14} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          flex={1}
        />
        <Tooltip label={words.foldThePalette}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={words.foldThePalette}
            onClick={() => fold('palette', true)}
          >
            <PanelLeftClose size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      <Button.Group mx={12} mb={4} aria-label={words.whichNodesAreListed}>
        <Choice
          title={words.basic}
          chosen={!components && !allKinds}
          onChoose={() => choose(false)}
        />
        <Choice
          title={words.allNodes}
          chosen={!components && allKinds}
          onChoose={() => choose(true)}
        />
        <Choice title={words.components} chosen={components} onChoose={() => setComponents(true)} />
      </Button.Group>
      <div className="palette__list">
        {components && <ComponentList query={query} />}
        {shown.map(({ group, definitions }) => (
          <section key={group} aria-label={GROUP_TITLES[group]}>
            <h2 className="palette__group">{GROUP_TITLES[group]}</h2>
            {definitions.map((definition) => (
              <PaletteItem key={definition.kind} definition={definition} />
            ))}
          </section>
        ))}
        {!components && groups.length === 0 && (
          <div className="palette__nothing">
            <Text size="sm" c="dimmed">
              {words.noNodeMatches(query)}
            </Text>
            <Button size="compact-xs" variant="light" onClick={() => setQuery('')}>
              {words.showAllAgain}
            </Button>
          </div>
        )}
      </div>
      <TourInvitation />
    </aside>
  );
});

interface ChoiceProps {
  title: string;
  chosen: boolean;
  onChoose: () => void;
}

function Choice({ title, chosen, onChoose }: ChoiceProps) {
  return (
    <Button
      className="palette__choice"
      variant="default"
      size="compact-sm"
      h="auto"
      mih={26}
      px={6}
      py={4}
      flex="1 1 auto"
      aria-pressed={chosen}
      onClick={onChoose}
    >
      {title}
    </Button>
  );
}

function PaletteItem({ definition }: { definition: AnyNodeDefinition }) {
  const { start, click, ghost } = useDragToCanvas(definition);
  return (
    <>
      <Tooltip label={definition.summary} position="right" openDelay={600}>
        <button
          type="button"
          className="palette__item"
          onPointerDown={start}
          onClick={click}
          data-kind={definition.kind}
        >
          <KindTile kind={definition.kind} group={definition.group} size="sm" />
          <span className="palette__names">
            <span className="palette__title">{definition.title}</span>
            <span className="palette__summary">{definition.summary}</span>
          </span>
        </button>
      </Tooltip>
      {ghost !== null && (
        <div className="palette__ghost" style={{ left: ghost.x, top: ghost.y }}>
          <KindTile kind={definition.kind} group={definition.group} size="sm" />
          {definition.title}
        </div>
      )}
    </>
  );
}
