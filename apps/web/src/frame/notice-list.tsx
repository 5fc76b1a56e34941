import { Notifications } from '@mantine/notifications';

/** Short messages in the corner, at most four at once. */
export function NoticeList() {
  return <Notifications position="bottom-right" limit={4} />;
}
