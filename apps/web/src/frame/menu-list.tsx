import { Menu } from '@mantine/core';
import type { FocusEvent, ReactNode } from 'react';

// The focus waits on a group, so that the first arrow leads to the first item. Mantine's own place for that is an empty
// box that may not lie in a menu: the theme turns it off.
/** What a menu offers once it is open. */
export function MenuList({ children }: { children: ReactNode }) {
  return (
    <Menu.Dropdown>
      <div role="group" tabIndex={-1} data-autofocus style={{ outline: 0 }} onFocus={stayOnItem}>
        {children}
      </div>
    </Menu.Dropdown>
  );
}

/** Mantine sets the first focus twice, the second time after its effects: an arrow may have been pressed in between. */
function stayOnItem({ target, currentTarget, relatedTarget }: FocusEvent<HTMLElement>): void {
  if (target !== currentTarget || !(relatedTarget instanceof HTMLElement)) return;
  if (currentTarget.contains(relatedTarget)) relatedTarget.focus();
}
