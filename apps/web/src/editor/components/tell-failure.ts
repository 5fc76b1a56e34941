import { notifications } from '@mantine/notifications';
import { describeError } from '../../client/api';

/** Says in a short message why something could not be done. */
export function tellFailure(error: unknown): void {
  notifications.show({ color: 'red', message: describeError(error) });
}
