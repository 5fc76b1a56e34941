import { Anchor } from '@mantine/core';
import { Workflow } from 'lucide-react';
import { Link } from 'wouter';
import { EmptyState } from '../../frame/empty-state';

/** What an empty canvas says. */
export function EmptyCanvas() {
  return (
    <div className="canvas__empty">
      <EmptyState icon={Workflow} title="Nothing here yet">
        Drag a node from the left, or double-click the canvas to search for one. Or begin with a{' '}
        <Anchor component={Link} href="/">
          template
        </Anchor>
        .
      </EmptyState>
    </div>
  );
}
