import { Workflow } from 'lucide-react';
import * as words from '#words/canvas';
import { EmptyState } from '../../frame/empty-state';
import { Sentence } from '../../frame/sentence';
import { TextLink } from '../../frame/text-link';

/** What an empty canvas says. */
export function EmptyCanvas() {
  return (
    <div className="canvas__empty">
      <EmptyState icon={Workflow} title={words.nothingHereYet}>
        <Sentence
          text={words.howToBegin}
          parts={{ template: <TextLink href="/">{words.template}</TextLink> }}
        />
      </EmptyState>
    </div>
  );
}
