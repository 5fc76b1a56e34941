import { useNotifications } from '@mantine/notifications';
import { lazy, Suspense, useState } from 'react';

const NoticeList = lazy(() =>
  import('./notice-list').then((part) => ({ default: part.NoticeList })),
);

/** Where short messages appear. What draws them is loaded for the first of them. */
export function Notices() {
  const { notifications } = useNotifications();
  const [wanted, setWanted] = useState(false);
  if (!wanted && notifications.length > 0) setWanted(true);
  if (!wanted) return null;
  return (
    <Suspense>
      <NoticeList />
    </Suspense>
  );
}
