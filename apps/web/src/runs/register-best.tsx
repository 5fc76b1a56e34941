import { Button, Group, Text } from '@mantine/core';
import { isTerminal, type RunView } from '@graft/contracts';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { BadgeCheck } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import * as words from '#words/runs';
import { describeError, useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';

/** One press: the best one is evaluated on the test part and registered, now or when the run has ended. */
export function RegisterBest({ view }: { view: RunView }) {
  const { press, pressed } = useRegisterBest(view.runId);
  const { best } = view;
  const ended = isTerminal(view.status);
  if (best?.state === 'started' && best.runId !== null) {
    return (
      <Button component={Link} href={`/runs/${best.runId}`} size="xs" variant="default">
        {words.seeTheBestOne}
      </Button>
    );
  }
  if (best?.state === 'wanted') {
    return (
      <Text size="sm" c="dimmed">
        {words.theBestOneIsRegisteredAtTheEnd}
      </Text>
    );
  }
  return (
    <Group gap="sm">
      {best?.problem != null && (
        <Text size="sm" className="runs__error">
          {best.problem}
        </Text>
      )}
      <Button
        size="xs"
        leftSection={<BadgeCheck size={14} />}
        loading={pressed}
        disabled={ended && view.status !== 'succeeded'}
        onClick={press}
      >
        {ended ? words.registerTheBest : words.registerTheBestAtTheEnd}
      </Button>
    </Group>
  );
}

/** Opens the run that registers it, where that could be started at once. */
function useRegisterBest(runId: string): { press: () => void; pressed: boolean } {
  const client = useClient();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [pressed, setPressed] = useState(false);
  const press = () => {
    setPressed(true);
    client
      .registerBest({ params: { runId } })
      .then((best) => {
        void queries.invalidateQueries({ queryKey: queryKeys.runs });
        if (best.runId !== null) navigate(`/runs/${best.runId}`);
      })
      .catch((thrown: unknown) =>
        notifications.show({
          color: 'red',
          title: words.theBestOneIsNotRegistered,
          message: describeError(thrown),
        }),
      )
      .finally(() => setPressed(false));
  };
  return { press, pressed };
}
