import { Menu, type MenuProps } from '@mantine/core';
import { useEffect, useImperativeHandle, useState, type ReactNode, type Ref } from 'react';
import type { MenuTie } from './late-menu';
import { MenuList } from './menu-list';

interface LoadedMenuProps extends Pick<MenuProps, 'position' | 'width'> {
  tie: MenuTie;
  children: ReactNode;
}

/** The list that a `LateMenu` opens. */
export function LoadedMenu({ tie, children, ...place }: LoadedMenuProps) {
  // Opens after it is drawn: a menu that is open from its start gives the focus back to nobody.
  const [drawn, setDrawn] = useState(false);
  useEffect(() => setDrawn(true), []);
  return (
    <Menu {...place} id={tie.id} opened={tie.opened && drawn} onChange={tie.onChange}>
      <Menu.Target>
        <Tied button={tie.button} />
      </Menu.Target>
      <MenuList>{children}</MenuList>
    </Menu>
  );
}

/** Stands for the button, which lies elsewhere and has been there before its menu. */
function Tied({ button, ref }: { button: HTMLElement | null; ref?: Ref<HTMLElement> }) {
  useImperativeHandle(ref, () => button as HTMLElement, [button]);
  return null;
}
