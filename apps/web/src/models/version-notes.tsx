import { ActionIcon, Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import * as words from '#words/models';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { Failure } from '../frame/failure';

interface VersionNotesProps {
  model: string;
  version: number;
  notes: string;
}

/** What people wrote down about a version. */
export function VersionNotes({ model, version, notes }: VersionNotesProps) {
  const [opened, setOpened] = useState(false);
  return (
    <Group gap={4} wrap="nowrap">
      <span>{notes}</span>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={words.notesOfVersion(version)}
        onClick={() => setOpened(true)}
      >
        <Pencil size={14} />
      </ActionIcon>
      <Modal opened={opened} onClose={() => setOpened(false)} title={words.notesOfVersion(version)}>
        <NotesForm {...{ model, version, notes }} onSaved={() => setOpened(false)} />
      </Modal>
    </Group>
  );
}

function NotesForm({
  model,
  version,
  notes,
  onSaved,
}: VersionNotesProps & { onSaved: () => void }) {
  const client = useClient();
  const queries = useQueryClient();
  const [text, setText] = useState(notes);
  const save = useMutation({
    mutationFn: () => client.setModelNotes({ params: { model, version }, body: { notes: text } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.models });
      onSaved();
    },
  });
  return (
    <Stack>
      <Textarea
        aria-label={words.notes}
        autosize
        minRows={3}
        maxLength={4000}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Failure error={save.error} />
      <Button loading={save.isPending} onClick={() => save.mutate()}>
        {words.save}
      </Button>
    </Stack>
  );
}
