import {
  cloneElement,
  useId,
  useState,
  type ButtonHTMLAttributes,
  type ReactElement,
  type ReactNode,
  type RefAttributes,
} from 'react';

type TargetProps = ButtonHTMLAttributes<HTMLElement> & RefAttributes<HTMLElement>;

/** What ties the list of a menu to the button that opens it. */
export interface MenuTie {
  readonly id: string;
  readonly button: HTMLElement | null;
  readonly opened: boolean;
  readonly onChange: (opened: boolean) => void;
}

interface LateMenuProps {
  target: ReactElement<TargetProps>;
  /** Draws a `LoadedMenu`, in a part that is loaded for it. */
  children: (tie: MenuTie) => ReactNode;
}

/**
 * A button whose menu is loaded when somebody comes near it: menus weigh as much as a page, and none is open when a page
 * begins. The button itself stays, with the focus and the press that it may have just then.
 */
export function LateMenu({ target, children }: LateMenuProps) {
  const id = useId();
  const [button, setButton] = useState<HTMLElement | null>(null);
  const [near, setNear] = useState(false);
  const [opened, setOpened] = useState(false);
  const approach = () => setNear(true);
  return (
    <>
      {cloneElement(target, {
        ref: setButton,
        id,
        'aria-haspopup': 'menu',
        'aria-expanded': opened,
        ...(opened ? { 'aria-controls': `${id}-dropdown` } : {}),
        onPointerEnter: approach,
        onFocus: approach,
        onClick: () => {
          approach();
          setOpened(!opened);
        },
      })}
      {near && children({ id, button, opened, onChange: setOpened })}
    </>
  );
}
