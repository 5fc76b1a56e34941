import { Anchor } from '@mantine/core';
import { Compass } from 'lucide-react';
import { Link } from 'wouter';
import * as words from '#words/frame';
import { EmptyState } from './empty-state';
import { Page } from './page';

export function NotFoundPage() {
  return (
    <Page title={words.notFound}>
      <EmptyState icon={Compass} title={words.thereIsNothingAtThisAddress}>
        <Anchor component={Link} href="/">
          {words.goToTheStartPage}
        </Anchor>
      </EmptyState>
    </Page>
  );
}
