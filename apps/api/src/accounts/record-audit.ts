import { routes, type Route } from '@graft/contracts';
import type { Database } from '@graft/db';
import type { ApiRequest } from '../platform/api-request';

const NAMES = new Map<Route, string>(Object.entries(routes).map(([name, route]) => [route, name]));

/** Whether the audit log tells of a route: of what changes something, unless it says otherwise. */
export function isAudited({ audit, method }: Route): boolean {
  return audit ?? method !== 'GET';
}

/** Operation id of a route. */
export function nameRoute(route: Route): string {
  return NAMES.get(route) ?? route.path;
}

/** Adds what a request did, by operation id and the ids of its path. Bodies never get into the log. */
export async function recordAudit(
  audit: Database['audit'],
  route: Route,
  { graft, params }: ApiRequest,
): Promise<void> {
  await audit.append({
    workspaceId: graft?.caller?.workspaceId ?? null,
    userId: graft?.caller?.userId ?? null,
    action: nameRoute(route),
    subject: { ...params },
    requestId: graft?.requestId ?? null,
  });
}

// Nobody has this id. What is looked up with it takes as long as for somebody who is there.
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Adds that a log-in was refused: to the log of every workspace of the person whose name was given, so that its
 * owners see who is being tried. A name that nobody has belongs to no workspace.
 */
export async function recordRefusedLogIn(
  { accounts, audit }: Pick<Database, 'accounts' | 'audit'>,
  userId: string | null,
  { ip = '', graft }: ApiRequest,
): Promise<void> {
  const workspaces = await accounts.listWorkspaces(userId ?? NOBODY);
  const [first = null, ...others] = workspaces.map(({ workspaceId }) => workspaceId);
  const entry = {
    ...{ userId, action: 'logIn.refused', subject: { address: ip } },
    requestId: graft?.requestId ?? null,
  };
  await Promise.all(
    [first, ...others].map((workspaceId) => audit.append({ workspaceId, ...entry })),
  );
}
