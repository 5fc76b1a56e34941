import { useQuery } from '@tanstack/react-query';
import { problemCode, useClient } from '../client/api';

export const sessionKey = ['session'] as const;
export const tokensKey = ['tokens'] as const;
export const membersKey = ['members'] as const;
export const auditKey = ['audit'] as const;
export const webhooksKey = ['webhooks'] as const;
export const schedulesKey = ['schedules'] as const;

/** Who looks at the page, and in which workspace. */
export function useSession() {
  const client = useClient();
  return useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => client.getSession({ signal }),
    staleTime: 60_000,
  });
}

/** True once the server has said that nobody is logged in. */
export function useIsStranger(): boolean {
  return problemCode(useSession().error) === 'token.required';
}

/** Another workspace or person: what was read before belongs to somebody else. */
export function startAnew(): void {
  window.location.assign('/');
}
