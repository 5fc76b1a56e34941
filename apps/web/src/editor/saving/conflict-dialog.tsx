import { Button, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { graphSchema } from '@graft/graph';
import { useState } from 'react';
import { useLocation } from 'wouter';
import * as words from '#words/saving';
import { formatMoment } from '../../frame/format';
import { describeError, useClient } from '../../client/api';
import { queryKeys } from '../../client/query-keys';
import { useEditorStore } from '../store/editor-context';
import type { Saving } from './use-saving';
import { dropBackup } from './draft-backup';

interface ConflictDialogProps {
  pipelineId: string;
  saving: Saving;
}

/** Two people, or two tabs, changed the same pipeline: this person decides, nothing is lost silently. */
export function ConflictDialog({ pipelineId, saving }: ConflictDialogProps) {
  const client = useClient();
  const store = useEditorStore();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);

  const act = (work: () => Promise<void>) => () => {
    setBusy(true);
    void work()
      .catch((thrown: unknown) =>
        notifications.show({
          color: 'red',
          title: words.thatDidNotWork,
          message: describeError(thrown),
        }),
      )
      .finally(() => setBusy(false));
  };
  const read = () => client.getPipeline({ params: { pipelineId } });
  const keepMine = act(async () => {
    await saving.autosave.overwrite((await read()).revision);
  });
  const copyMine = act(async () => {
    const draft = store.getState().history.present;
    const name = words.copyOf(draft.name ?? words.pipeline, formatMoment(new Date().toISOString()));
    const made = await client.createPipeline({ body: { name, draft: { ...draft, name } } });
    dropBackup(pipelineId);
    navigate(`/pipelines/${made.pipelineId}`);
  });
  const takeTheirs = act(async () => {
    const theirs = await read();
    graphSchema.parse(theirs.draft);
    dropBackup(pipelineId);
    queries.removeQueries({ queryKey: queryKeys.pipeline(pipelineId) });
    window.location.reload();
  });
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      title={words.thisPipelineWasChangedElsewhere}
    >
      <Text size="sm" mb="md">
        {words.whatToDoWithYourChanges}
      </Text>
      <Stack gap={8}>
        <Button onClick={copyMine} loading={busy} data-autofocus>
          {words.saveMineAsACopy}
        </Button>
        <Button variant="default" onClick={keepMine} loading={busy}>
          {words.keepMine}
        </Button>
        <Button variant="default" onClick={takeTheirs} loading={busy}>
          {words.takeTheirs}
        </Button>
      </Stack>
    </Modal>
  );
}
