import { ActionIcon, Button, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { TextLink } from '../frame/text-link';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { Failure } from '../frame/failure';
import { Loading } from '../frame/loading';

interface DeleteVersionProps {
  model: string;
  version: number;
  /** There is no other version. */
  last: boolean;
}

/** Deletes a version, after showing what would miss it. */
export function DeleteVersion(props: DeleteVersionProps) {
  const [opened, setOpened] = useState(false);
  const title = `Delete version ${String(props.version)}`;
  return (
    <>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={title}
        onClick={() => setOpened(true)}
      >
        <Trash2 size={14} />
      </ActionIcon>
      <Modal opened={opened} onClose={() => setOpened(false)} title={title}>
        <ConfirmDelete {...props} onDone={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function ConfirmDelete({
  model,
  version,
  last,
  onDone,
}: DeleteVersionProps & { onDone: () => void }) {
  const client = useClient();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const params = { model, version };
  const dependents = useQuery({
    queryKey: [...queryKeys.model(model), 'dependents', version],
    queryFn: ({ signal }) => client.listDependents({ params, signal }),
    gcTime: 0,
  });
  const remove = useMutation({
    mutationFn: () => client.deleteModelVersion({ params, query: { anyway: 'true' } }),
    onSuccess: async () => {
      onDone();
      if (last) navigate('/models');
      await queries.invalidateQueries({ queryKey: queryKeys.models });
      await queries.invalidateQueries({ queryKey: queryKeys.catalog });
    },
  });
  if (dependents.isPending) return <Loading label="Looking what depends on it" />;
  const error = dependents.error ?? remove.error;
  const { tags = [], pipelines = [] } = dependents.data ?? {};
  return (
    <Stack>
      <Text size="sm">
        The run that made it stays, and can make it again; its number is not given again.
      </Text>
      {tags.length > 0 && <Text size="sm">Programs may ask for it by: {tags.join(', ')}.</Text>}
      {pipelines.length > 0 && (
        <div>
          <Text size="sm">These pipelines start from it:</Text>
          <ul>
            {pipelines.map(({ pipelineId, name }) => (
              <li key={pipelineId}>
                <TextLink href={`/pipelines/${pipelineId}`}>{name}</TextLink>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Failure error={error} />
      <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
        {tags.length + pipelines.length > 0 ? 'Delete anyway' : 'Delete'}
      </Button>
    </Stack>
  );
}
