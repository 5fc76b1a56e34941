import { Center } from '@mantine/core';
import type { ReactNode } from 'react';
import { Loading } from '../frame/loading';
import { UnreadablePage } from './unreadable-page';
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
      return <UnreadablePage message={opening.message} />;
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
