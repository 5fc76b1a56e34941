import { ActionIcon, Button, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import * as words from '#words/models';
import { formatList } from '../frame/format';
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
  const title = words.deleteVersion(props.version);
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
  const remove = useMutation({
    mutationFn: () => client.deleteModelVersion({ params, query: { anyway: 'true' } }),
    onSuccess: async () => {
      onDone();
      if (last) navigate('/models');
      await queries.invalidateQueries({ queryKey: queryKeys.models });
      await queries.invalidateQueries({ queryKey: queryKeys.catalog });
    },
  });
  const dependents = useQuery({
    queryKey: [...queryKeys.model(model), 'dependents', version],
    queryFn: ({ signal }) => client.listDependents({ params, signal }),
    gcTime: 0,
    // What is being deleted is not asked about again.
    enabled: remove.isIdle || remove.isError,
  });
  if (dependents.isPending) return <Loading label={words.lookingWhatDependsOnIt} />;
  const error = dependents.error ?? remove.error;
  const { tags = [], pipelines = [] } = dependents.data ?? {};
  return (
    <Stack>
      <Text size="sm">{words.theRunThatMadeItStays}</Text>
      {tags.length > 0 && <Text size="sm">{words.programsMayAskForItBy(formatList(tags))}</Text>}
      {pipelines.length > 0 && (
        <div>
          <Text size="sm">{words.thesePipelinesStartFromIt}</Text>
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
      <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
        {tags.length + pipelines.length > 0 ? words.deleteAnyway : words.deleteIt}
      </Button>
    </Stack>
  );
}
