import { Button } from '@mantine/core';
import type { Issue } from '@graft/graph';
import { CircleCheck } from 'lucide-react';
import * as words from '#words/panel';
import { EmptyState } from '../../frame/empty-state';
import { rewriteNumbers } from '../../words/numbers';
import { useEditor, useEditorStore } from '../store/editor-context';
import { IssueIcon } from './issue-icon';

/** Everything wrong with the graph; a click goes to the node, a button mends it. */
export function Problems() {
  const issues = useEditor((state) => state.inspection.issues);
  if (issues.length === 0) {
    return (
      <EmptyState icon={CircleCheck} title={words.noProblems}>
        {words.thePipelineIsCompleteAndCan}
      </EmptyState>
    );
  }
  const ordered = [...issues].sort((a, b) => rank(a) - rank(b));
  return (
    <ul className="problems">
      {ordered.map((issue, index) => (
        <Problem key={`${issue.code} ${issue.nodeId ?? ''} ${index}`} issue={issue} />
      ))}
    </ul>
  );
}

function rank(issue: Issue): number {
  return issue.severity === 'error' ? 0 : 1;
}

function Problem({ issue }: { issue: Issue }) {
  const store = useEditorStore();
  const { nodeId, field, fix } = issue;
  const name = useEditor((state) => state.names.get(nodeId ?? ''));
  return (
    <li className="problem">
      <button
        type="button"
        className="problem__text"
        disabled={name === undefined}
        onClick={() => nodeId !== undefined && store.getState().goTo(nodeId, field ?? null)}
      >
        <IssueIcon severity={issue.severity} />
        {name !== undefined && <b>{name}</b>}
        <span>{rewriteNumbers(issue.message)}</span>
      </button>
      {fix !== undefined && (
        <Button size="compact-xs" variant="light" onClick={() => store.getState().fix(fix, nodeId)}>
          {fix.title}
        </Button>
      )}
    </li>
  );
}
