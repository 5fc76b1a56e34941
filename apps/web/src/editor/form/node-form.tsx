import { Button, Stack, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { AnyNodeDefinition, Issue } from '@graft/graph';
import { ChevronRight } from 'lucide-react';
import { memo, useCallback, useEffect, useMemo } from 'react';
import * as words from '#words/form';
import { useEditor, useEditorStore } from '../store/editor-context';
import { ExposeToggle } from './expose-toggle';
import { FieldRow } from './field-row';
import { isChanged, makeForm, type FormField } from './form-model';
import { useNodeField } from './use-node-field';

const NO_ISSUES: readonly Issue[] = [];

/** The form of a node, made from its parameters. Every change is live and can be undone. */
export function NodeForm({
  nodeId,
  definition,
}: {
  nodeId: string;
  definition: AnyNodeDefinition;
}) {
  const form = useMemo(() => makeForm(definition), [definition]);
  const issues = useEditor((state) => state.issuesOf.get(nodeId)) ?? NO_ISSUES;
  const focus = useEditor((state) => state.focus);
  const [open, { toggle, open: unfold }] = useDisclosure(false);
  const advanced = form.filter((field) => field.advanced);
  const troubled = advanced.some((field) => issues.some((issue) => concerns(issue, field)));

  useEffect(() => {
    if (focus?.nodeId !== nodeId || focus.field === null) return;
    if (advanced.some((field) => field.name === focus.field?.split('.')[0])) unfold();
    const input = document.getElementById(`field-${focus.field.split('.')[0] ?? ''}`);
    requestAnimationFrame(() => input?.focus());
    // The jump belongs to the click that asked for it, not to later changes of the form.
  }, [focus]);

  if (form.length === 0) return null;
  return (
    <Stack gap={14}>
      {form
        .filter((field) => !field.advanced)
        .map((field) => (
          <BoundField key={field.name} nodeId={nodeId} field={field} issues={issues} />
        ))}
      {advanced.length > 0 && (
        <div>
          <UnstyledButton
            className="inspector__fold"
            onClick={toggle}
            aria-expanded={open || troubled}
          >
            <ChevronRight size={14} data-open={open || troubled || undefined} aria-hidden />
            {words.advanced}
          </UnstyledButton>
          {(open || troubled) && (
            <Stack gap={14} pt={10}>
              {advanced.map((field) => (
                <BoundField key={field.name} nodeId={nodeId} field={field} issues={issues} />
              ))}
            </Stack>
          )}
        </div>
      )}
    </Stack>
  );
}

/** True when an Issue is about a field or a part of it. */
function concerns(issue: Issue, field: FormField): boolean {
  return issue.field === field.name || (issue.field?.startsWith(`${field.name}.`) ?? false);
}

interface BoundFieldProps {
  nodeId: string;
  field: FormField;
  issues: readonly Issue[];
}

const BoundField = memo(function BoundField({ nodeId, field, issues }: BoundFieldProps) {
  const store = useEditorStore();
  const { value, onChange } = useNodeField(nodeId, field);
  const changed = useEditor((state) => isChanged(field, state.byId.get(nodeId)?.params ?? {}));
  const mine = issues.filter((issue) => concerns(issue, field));
  const onReset = useCallback(
    () => store.getState().setParams(nodeId, { [field.name]: undefined }),
    [store, nodeId, field.name],
  );
  return (
    <div>
      <FieldRow
        nodeId={nodeId}
        field={field}
        value={value}
        error={mine[0]?.message ?? null}
        warning={mine[0]?.severity === 'warning'}
        onChange={onChange}
        onReset={changed ? onReset : null}
        action={<ExposeToggle nodeId={nodeId} param={field.name} title={field.title} />}
      />
      {mine.map(
        ({ fix, code }) =>
          fix && (
            <Button
              key={code}
              size="compact-xs"
              variant="light"
              mt={6}
              onClick={() => store.getState().fix(fix, nodeId)}
            >
              {fix.title}
            </Button>
          ),
      )}
    </div>
  );
});
