import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { RunView } from '@graft/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown, PencilLine, Repeat, StepForward } from 'lucide-react';
import { useLocation } from 'wouter';
import { describeError, useClient } from '../client/api';
import { newKey } from '../client/new-key';
import { queryKeys } from '../client/query-keys';

/** Goes on from a run that has ended: with its graph, with the edited one, or from the very start. */
export function RunAgain({ view }: { view: RunView }) {
  const client = useClient();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const { runId: parentId, pipelineId } = view;
  const start = (body: Parameters<typeof client.startRun>[0]['body']) => () => {
    client
      .startRun({ body, idempotencyKey: newKey() })
      .then(({ runId }) => {
        void queries.invalidateQueries({ queryKey: queryKeys.runs });
        navigate(`/runs/${runId}`);
      })
      .catch((thrown: unknown) =>
        notifications.show({
          color: 'red',
          title: 'The run did not start',
          message: describeError(thrown),
        }),
      );
  };
  return (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <Button variant="default" rightSection={<ChevronDown size={14} />}>
          Run again
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<StepForward size={15} />} onClick={start({ parentId })}>
          Go on from here: keep what ended well
        </Menu.Item>
        {pipelineId !== null && (
          <Menu.Item
            leftSection={<PencilLine size={15} />}
            onClick={start({ parentId, pipelineId })}
          >
            Go on with the pipeline as it is now
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Repeat size={15} />} onClick={start({ parentId, rerun: 'all' })}>
          From the start, reusing nothing
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
