import { useNotifications } from '@mantine/notifications';
import { useState } from 'react';
import { lazyPart } from './lazy-part';

const NoticeList = lazyPart(() => import('./notice-list').then((part) => part.NoticeList));

/** Where short messages appear. What draws them is loaded for the first of them. */
export function Notices() {
  const { notifications } = useNotifications();
  const [wanted, setWanted] = useState(false);
  if (!wanted && notifications.length > 0) setWanted(true);
  if (!wanted) return null;
  return <NoticeList />;
}
