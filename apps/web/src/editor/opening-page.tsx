import { Anchor, Center } from '@mantine/core';
import { FileWarning } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import * as words from '#words/editor';
import { EmptyState } from '../frame/empty-state';
import { Loading } from '../frame/loading';
import type { OpeningDraft } from './use-draft';

interface OpeningPageProps {
  opening: OpeningDraft;
  /** What is said meanwhile. */
  label: string;
  children: (opened: Extract<OpeningDraft, { state: 'open' }>) => ReactNode;
}

/** A page that is made of a draft: what it shows until the draft is there, and instead of one that can't be read. */
export function OpeningPage({ opening, label, children }: OpeningPageProps) {
  switch (opening.state) {
    case 'failed':
      return <Unreadable message={opening.message} />;
    case 'opening':
      return (
        <Center h="100%">
          <Loading label={label} />
        </Center>
      );
    case 'open':
      return children(opening);
  }
}

function Unreadable({ message }: { message: string }) {
  return (
    <EmptyState icon={FileWarning} title={words.thisPipelineCannotBeOpened}>
      {message}{' '}
      <Anchor component={Link} href="/">
        {words.goToTheStartPage}
      </Anchor>
    </EmptyState>
  );
}
