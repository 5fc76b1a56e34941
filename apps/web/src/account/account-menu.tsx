import { ActionIcon } from '@mantine/core';
import { UserRound } from 'lucide-react';
import * as words from '#words/account';
import { LateMenu } from '../frame/late-menu';
import { lazyPart } from '../frame/lazy-part';
import { useSession } from './use-session';

const AccountList = lazyPart(() => import('./account-list').then((part) => part.AccountList));

/** Who is logged in, and what may be done about it. */
export function AccountMenu() {
  const { data: session } = useSession();
  if (session === undefined) return null;
  return (
    <LateMenu
      target={
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.accountOfName(session.user.name)}
        >
          <UserRound size={17} />
        </ActionIcon>
      }
    >
      {(tie) => <AccountList tie={tie} session={session} />}
    </LateMenu>
  );
}
