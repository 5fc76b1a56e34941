import type { Issue } from '@graft/graph';
import { OctagonAlert, TriangleAlert } from 'lucide-react';
import * as words from '#words/panel';

export function IssueIcon({ severity }: { severity: Issue['severity'] }) {
  return severity === 'error' ? (
    <OctagonAlert
      size={15}
      color="var(--state-red)"
      aria-label={words.error}
      className="issue-icon"
    />
  ) : (
    <TriangleAlert
      size={15}
      color="var(--state-amber)"
      aria-label={words.warning}
      className="issue-icon"
    />
  );
}
