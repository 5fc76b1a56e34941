import { Text, type TextProps } from '@mantine/core';
import { describeError } from '../client/api';

interface FailureProps extends Pick<TextProps, 'mt' | 'mb'> {
  /** Null: nothing is shown. */
  error: unknown;
}

/** What went wrong, in words, where it went wrong. */
export function Failure({ error, ...margins }: FailureProps) {
  if (error === null) return null;
  return (
    <Text c="var(--state-red)" size="sm" role="alert" {...margins}>
      {describeError(error)}
    </Text>
  );
}
