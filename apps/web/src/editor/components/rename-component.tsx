import { Button, Modal, Stack, TextInput } from '@mantine/core';
import type { ComponentSummary } from '@graft/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as words from '#words/components';
import { useClient } from '../../client/api';
import { queryKeys } from '../../client/query-keys';
import { Failure } from '../../frame/failure';
import '../../frame/mantine-forms.css';

interface RenameComponentProps {
  component: ComponentSummary;
  onClose: () => void;
}

/** Gives a component another name in the palette. */
export function RenameComponent({ component, onClose }: RenameComponentProps) {
  const { componentId } = component;
  const client = useClient();
  const queries = useQueryClient();
  const [name, setName] = useState(component.name);
  const rename = useMutation({
    mutationFn: () =>
      client.renameComponent({ params: { componentId }, body: { name: name.trim() } }),
    async onSuccess() {
      onClose();
      await queries.invalidateQueries({ queryKey: queryKeys.components });
    },
  });
  return (
    <Modal opened onClose={onClose} title={words.rename}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate();
        }}
      >
        <Stack>
          <TextInput
            data-autofocus
            label={words.name}
            description={words.namesInPipelinesStay}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Failure error={rename.error} />
          <Button type="submit" loading={rename.isPending} disabled={name.trim() === ''}>
            {words.rename}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
