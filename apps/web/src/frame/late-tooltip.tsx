import { Tooltip } from '@mantine/core';
import { cloneElement, useState, type HTMLAttributes, type ReactElement } from 'react';

interface LateTooltipProps {
  label: string;
  children: ReactElement<HTMLAttributes<HTMLElement>>;
}

/** A tooltip that is made when the pointer comes: cards and wires have hundreds, and each is as dear as a card. */
export function LateTooltip({ label, children }: LateTooltipProps) {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <Tooltip label={label}>{children}</Tooltip>;
  return cloneElement(children, { onPointerEnter: () => setWanted(true) });
}
