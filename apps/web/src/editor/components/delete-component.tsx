import { Button, Modal, Stack, Text } from '@mantine/core';
import type { ComponentSummary } from '@graft/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import * as words from '#words/components';
import { useClient } from '../../client/api';
import { queryKeys } from '../../client/query-keys';
import { Failure } from '../../frame/failure';

interface DeleteComponentProps {
  component: ComponentSummary;
  onClose: () => void;
}

/** Deletes a component with all its versions, after saying what that means. */
export function DeleteComponent({ component, onClose }: DeleteComponentProps) {
  const { componentId, name, version } = component;
  const client = useClient();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => client.deleteComponent({ params: { componentId } }),
    async onSuccess() {
      onClose();
      await queries.invalidateQueries({ queryKey: queryKeys.components });
    },
  });
  return (
    <Modal opened onClose={onClose} title={words.deleteNamed(name)}>
      <Stack>
        <Text size="sm">{words.whatDeletingMeans(version)}</Text>
        <Failure error={remove.error} />
        <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
          {words.deleteIt}
        </Button>
      </Stack>
    </Modal>
  );
}
