import { Button, Group } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure } from '../frame/failure';

interface EntryFormProps {
  entry: Pick<UseMutationResult<unknown, Error, void>, 'mutate' | 'isPending' | 'error'>;
  /** The verb on the button. */
  verb: string;
  complete?: boolean;
  /** The fields, in one line where there is room. */
  children: ReactNode;
  /** Below the line: what came of it. */
  result?: ReactNode;
}

/** One line of fields with a button at its end. */
export function EntryForm({ entry, verb, complete = true, children, result }: EntryFormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        entry.mutate();
      }}
    >
      <Group align="flex-end" gap={12} mb={12}>
        {children}
        <Button type="submit" variant="default" disabled={!complete} loading={entry.isPending}>
          {verb}
        </Button>
      </Group>
      <Failure error={entry.error} mb={12} />
      {result}
    </form>
  );
}
