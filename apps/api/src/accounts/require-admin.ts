import type { Database } from '@graft/db';
import { UserError } from '@graft/errors';
import type { Caller } from '../auth/caller';

/** What concerns the whole of Graft is for administrators who are there themselves, not for tokens. */
export async function requireAdmin(
  accounts: Pick<Database['accounts'], 'findUser'>,
  { via, userId }: Caller,
  message: string,
): Promise<void> {
  if (via === 'local') return;
  const user = await accounts.findUser(userId);
  if (via === 'session' && user?.admin === true) return;
  throw new UserError({ status: 403, code: 'admin.required', message });
}
