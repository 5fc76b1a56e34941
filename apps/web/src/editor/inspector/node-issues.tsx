import { Button } from '@mantine/core';
import { rewriteNumbers } from '../../words/numbers';
import { makeForm } from '../form/form-model';
import { IssueIcon } from '../panel/issue-icon';
import { useEditor, useEditorStore } from '../store/editor-context';

/** Problems of a node that belong to no single field of its form. */
export function NodeIssues({ nodeId }: { nodeId: string }) {
  const store = useEditorStore();
  const definition = useEditor((state) => state.catalogue.get(state.byId.get(nodeId)?.kind ?? ''));
  const all = useEditor((state) => state.issuesOf.get(nodeId));
  const names = new Set(definition === undefined ? [] : makeForm(definition).map((f) => f.name));
  const shown = (all ?? []).filter((issue) => !names.has(issue.field?.split('.')[0] ?? ''));
  if (shown.length === 0) return null;
  return (
    <div className="inspector__issues">
      {shown.map((issue, index) => (
        <div key={index} className="inspector__issue" data-severity={issue.severity}>
          <IssueIcon severity={issue.severity} />
          <div>
            {rewriteNumbers(issue.message)}
            {issue.fix !== undefined && (
              <Button
                size="compact-xs"
                variant="default"
                mt={6}
                onClick={() => issue.fix && store.getState().fix(issue.fix, nodeId)}
              >
                {issue.fix.title}
              </Button>
            )}
          </div>
        </div>
      ))}
    </div>
  );
}
