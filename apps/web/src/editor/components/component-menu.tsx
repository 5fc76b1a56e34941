import { ActionIcon, Menu } from '@mantine/core';
import type { ComponentSummary } from '@graft/contracts';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import * as words from '#words/components';
import { MenuList } from '../../frame/menu-list';
import { DeleteComponent } from './delete-component';
import { RenameComponent } from './rename-component';

interface ComponentMenuProps {
  component: ComponentSummary;
  onLink: () => void;
  onCopy: () => void;
}

/** What can be done with a component of the workspace. */
export function ComponentMenu({ component, onLink, onCopy }: ComponentMenuProps) {
  const [asked, setAsked] = useState<'rename' | 'delete' | null>(null);
  const close = () => setAsked(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={words.more(component.name)}>
            <Ellipsis size={15} />
          </ActionIcon>
        </Menu.Target>
        <MenuList>
          <Menu.Item onClick={onLink}>{words.putInLinked}</Menu.Item>
          <Menu.Item onClick={onCopy}>{words.putInACopy}</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => setAsked('rename')}>{words.rename}</Menu.Item>
          <Menu.Item color="red" onClick={() => setAsked('delete')}>
            {words.deleteComponent}
          </Menu.Item>
        </MenuList>
      </Menu>
      {asked === 'rename' && <RenameComponent component={component} onClose={close} />}
      {asked === 'delete' && <DeleteComponent component={component} onClose={close} />}
    </>
  );
}
