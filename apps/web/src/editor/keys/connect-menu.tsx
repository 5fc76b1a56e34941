import { Modal, Text, TextInput } from '@mantine/core';
import { useMemo, useState, type KeyboardEvent } from 'react';
import {
  listConnections,
  searchConnections,
  type PossibleWire,
} from '../document/list-connections';
import { useEditorStore } from '../store/editor-context';
import '../palette/palette.css';

/** Draws a wire from or to the selected node without a mouse. */
export function ConnectMenu({ onClose }: { onClose: () => void }) {
  const store = useEditorStore();
  const [query, setQuery] = useState('');
  const [marked, setMarked] = useState(0);
  const possible = useMemo(() => {
    const { cards, history, catalogue } = store.getState();
    const selected = cards.filter((card) => card.selected);
    const [only] = selected;
    if (only === undefined || selected.length > 1) return null;
    return listConnections(history.present, catalogue, only.id);
  }, [store]);
  const found = searchConnections(possible ?? [], query);
  const draw = ({ wire }: PossibleWire) => {
    store.getState().connect(wire);
    onClose();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setMarked(Math.min(marked + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setMarked(Math.max(marked - 1, 0));
    else if (event.key === 'Enter') {
      const chosen = found[marked];
      if (chosen !== undefined) draw(chosen);
    } else return;
    event.preventDefault();
  };
  return (
    <Modal opened onClose={onClose} title="Connect to …" returnFocus={false}>
      {possible === null ? (
        <Text size="sm">
          Select one node first: click it, or reach it with Tab and press Enter.
        </Text>
      ) : (
        <>
          <TextInput
            data-autofocus
            size="sm"
            aria-label="Search wires"
            placeholder="Search by node or port"
            role="combobox"
            aria-expanded
            aria-controls="connect-list"
            aria-activedescendant={found[marked] && `connect-${marked}`}
            value={query}
            onChange={(event) => {
              setQuery(event.currentTarget.value);
              setMarked(0);
            }}
            onKeyDown={onKey}
          />
          <div
            className="add-menu__list connect__list"
            role="listbox"
            id="connect-list"
            aria-label="Wires"
          >
            {found.map((each, index) => (
              <div
                key={each.title}
                id={`connect-${index}`}
                role="option"
                aria-selected={index === marked}
                className="add-menu__item"
                onPointerMove={() => setMarked(index)}
                onClick={() => draw(each)}
              >
                <span className="palette__names">
                  <span className="palette__title">{each.title}</span>
                  {each.replaces !== null && (
                    <span className="palette__summary">
                      takes the place of the wire from {each.replaces}
                    </span>
                  )}
                </span>
              </div>
            ))}
          </div>
          {found.length === 0 && (
            <Text size="sm" c="dimmed" ta="center" p="sm">
              No wire fits.
            </Text>
          )}
        </>
      )}
    </Modal>
  );
}
