import { Button, Checkbox, Group, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Telescope } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import * as words from '#words/which-transfer';
import { describeError, useClient } from '../client/api';
import { newKey } from '../client/new-key';
import '../frame/mantine-forms.css';

/** Tries every way of transferring to a data set of pictures: press once. */
export function StartWhichTransfer({ dataset }: { dataset: string }) {
  const client = useClient();
  const [, navigate] = useLocation();
  const [starting, setStarting] = useState(false);
  const [fast, setFast] = useState(false);
  const start = () => {
    setStarting(true);
    client
      .startWhichTransfer({
        body: { dataset, precision: fast ? 'fast' : 'exact' },
        idempotencyKey: newKey(),
      })
      .then(({ runId }) => navigate(`/which-transfer/${runId}`))
      .catch((thrown: unknown) => {
        setStarting(false);
        notifications.show({
          color: 'red',
          title: words.thatCouldNotBeStarted,
          message: describeError(thrown),
        });
      });
  };
  return (
    <Group gap={12}>
      <Tooltip label={words.frozenLayersInInt8}>
        <Checkbox
          size="xs"
          label={words.fast}
          checked={fast}
          onChange={(event) => setFast(event.currentTarget.checked)}
        />
      </Tooltip>
      <Button leftSection={<Telescope size={16} />} loading={starting} onClick={start}>
        {words.whichTransfer}
      </Button>
    </Group>
  );
}
