import type { Issue } from '@graft/graph';
import { OctagonAlert, TriangleAlert } from 'lucide-react';

export function IssueIcon({ severity }: { severity: Issue['severity'] }) {
  return severity === 'error' ? (
    <OctagonAlert size={15} color="var(--state-red)" aria-label="Error" className="issue-icon" />
  ) : (
    <TriangleAlert
      size={15}
      color="var(--state-amber)"
      aria-label="Warning"
      className="issue-icon"
    />
  );
}
