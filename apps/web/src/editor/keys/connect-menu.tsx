import { Modal, Text } from '@mantine/core';
import { useMemo } from 'react';
import * as words from '#words/keys';
import { listConnections, searchConnections } from '../document/list-connections';
import { useEditorStore } from '../store/editor-context';
import { SearchList } from './search-list';

/** Draws a wire from or to the selected node without a mouse. */
export function ConnectMenu({ onClose }: { onClose: () => void }) {
  const store = useEditorStore();
  const possible = useMemo(() => {
    const { cards, history, catalogue } = store.getState();
    const selected = cards.filter((card) => card.selected);
    const [only] = selected;
    if (only === undefined || selected.length > 1) return null;
    return listConnections(history.present, catalogue, only.id);
  }, [store]);
  return (
    <Modal opened onClose={onClose} title={words.connectTo} returnFocus={false}>
      {possible === null ? (
        <Text size="sm">{words.selectOneNodeFirst}</Text>
      ) : (
        <SearchList
          id="connect"
          label={words.wires}
          placeholder={words.searchByNodeOrPort}
          nothing={words.noWireFits}
          search={(query) => searchConnections(possible, query)}
          describe={({ title, replaces }) => ({
            title,
            about: replaces === null ? null : words.takesThePlaceOfTheWire(replaces),
          })}
          onChoose={({ wire }) => {
            store.getState().connect(wire);
            onClose();
          }}
        />
      )}
    </Modal>
  );
}
