import { standsForComponent } from '@graft/graph';
import { Menu } from '@mantine/core';
import * as words from '#words/canvas';
import { MenuList } from '../../frame/menu-list';
import type { KeyActions, MenuPlace } from '../keys/editor-key';
import { EDITOR_KEYS } from '../keys/editor-keys';
import { nameKey } from '../keys/key-names';
import { useEditorStore } from '../store/editor-context';
import type { EditorState } from '../store/editor-state';

export interface MenuRequest {
  readonly x: number;
  readonly y: number;
  readonly place: MenuPlace;
}

interface ContextMenuProps {
  request: MenuRequest;
  actions: KeyActions;
  onClose: () => void;
}

/** What can be done with what was pointed at: entries of the registry of keys, with their keys. */
export function ContextMenu({ request: { x, y, place }, actions, onClose }: ContextMenuProps) {
  const store = useEditorStore();
  const here: MenuPlace[] =
    place === 'card' && isComponentAlone(store.getState()) ? [place, 'component'] : [place];
  const entries = EDITOR_KEYS.filter(({ menu }) => menu?.some((each) => here.includes(each)));
  return (
    <Menu opened onClose={onClose} position="bottom-start" offset={2} returnFocus>
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={words.whatCanBeDoneHere}
          className="canvas__menu"
          style={{ left: x, top: y }}
        />
      </Menu.Target>
      <MenuList>
        {entries.map(({ title, keys: [key = ''], run }) => (
          <Menu.Item
            key={title}
            rightSection={<kbd className="canvas__key">{nameKey(key).join(' ')}</kbd>}
            onClick={() => {
              onClose();
              run(store.getState(), actions, key);
            }}
          >
            {title}
          </Menu.Item>
        ))}
      </MenuList>
    </Menu>
  );
}

function isComponentAlone({ cards, byId }: EditorState): boolean {
  const [only, ...more] = cards.filter(({ selected }) => selected);
  return more.length === 0 && standsForComponent(byId.get(only?.id ?? '')?.kind ?? '');
}
