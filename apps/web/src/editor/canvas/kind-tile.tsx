import type { NodeGroup } from '@graft/graph';
import { memo } from 'react';
import { chooseIcon } from './kind-icons';

interface KindTileProps {
  kind: string;
  group: NodeGroup | undefined;
  size?: 'sm' | 'md';
}

/** The icon of a node kind on the colour of its group. */
export const KindTile = memo(function KindTile({ kind, group, size = 'md' }: KindTileProps) {
  const Icon = chooseIcon(kind, group);
  return (
    <span className="kind-tile" data-group={group ?? 'deliver'} data-size={size}>
      <Icon size={size === 'md' ? 18 : 15} strokeWidth={1.8} aria-hidden />
    </span>
  );
});
