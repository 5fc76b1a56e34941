import { Button, Group, Stack, Text } from '@mantine/core';
import { hasErrors, type AskedField, type Graph } from '@graft/graph';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import * as words from '#words/app-view';
import { useClient } from '../client/api';
import { newKey } from '../client/new-key';
import { queryKeys } from '../client/query-keys';
import { useEditor, useEditorStore } from '../editor/store/editor-context';
import { Failure } from '../frame/failure';
import { AskedFieldRow } from './asked-field';
import { listOverrides } from './list-overrides';

interface AppFormProps {
  pipelineId: string;
  draft: Graph;
  asked: readonly AskedField[];
  onStarted: (runId: string) => void;
}

/** What the author asks for, and Train. */
export function AppForm({ pipelineId, draft, asked, onStarted }: AppFormProps) {
  const client = useClient();
  const store = useEditorStore();
  const cache = useQueryClient();
  const issues = useEditor((state) => state.inspection.issues);
  const [trouble] = issues.filter(({ severity }) => severity === 'error');
  const train = useMutation({
    mutationFn: () => {
      const overrides = listOverrides(draft, store.getState().history.present);
      return client.startRun({ body: { pipelineId, overrides }, idempotencyKey: newKey() });
    },
    onSuccess: ({ runId }) => {
      onStarted(runId);
      return cache.invalidateQueries({ queryKey: queryKeys.runs });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        train.mutate();
      }}
    >
      <Stack gap={20} maw={560}>
        {asked.map((field) => (
          <AskedFieldRow key={`${field.node}.${field.param}`} asked={field} />
        ))}
        <Group gap={12}>
          <Button
            type="submit"
            leftSection={<Play size={14} fill="currentColor" aria-hidden />}
            loading={train.isPending}
            disabled={hasErrors(issues)}
          >
            {words.train}
          </Button>
          {trouble !== undefined && (
            <Text size="sm" c="var(--state-amber)" role="status">
              {trouble.message}
            </Text>
          )}
        </Group>
        <Failure error={train.error} />
      </Stack>
    </form>
  );
}
