import { FileWarning } from 'lucide-react';
import * as words from '#words/editor';
import { EmptyState } from '../frame/empty-state';
import { NextStep } from '../frame/next-step';
import { Page } from '../frame/page';

/** Instead of a draft that can't be read: why, and the way out. */
export function UnreadablePage({ message }: { message: string }) {
  return (
    <Page title={words.thisPipelineCannotBeOpened}>
      <EmptyState
        icon={FileWarning}
        title={message}
        action={<NextStep href="/" title={words.goToTheStartPage} />}
      />
    </Page>
  );
}
