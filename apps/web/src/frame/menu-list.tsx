import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';

// The focus waits on a group, so that the first arrow leads to the first item. Mantine's own place for that is an empty
// box that may not lie in a menu: the theme turns it off.
/** What a menu offers once it is open. */
export function MenuList({ children }: { children: ReactNode }) {
  return (
    <Menu.Dropdown>
      <div role="group" tabIndex={-1} data-autofocus style={{ outline: 0 }}>
        {children}
      </div>
    </Menu.Dropdown>
  );
}
