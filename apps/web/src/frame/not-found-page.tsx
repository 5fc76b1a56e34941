import { Anchor } from '@mantine/core';
import { Compass } from 'lucide-react';
import { Link } from 'wouter';
import { EmptyState } from './empty-state';
import { Page } from './page';

export function NotFoundPage() {
  return (
    <Page title="Not found">
      <EmptyState icon={Compass} title="There is nothing at this address">
        <Anchor component={Link} href="/">
          Go to the start page
        </Anchor>
      </EmptyState>
    </Page>
  );
}
