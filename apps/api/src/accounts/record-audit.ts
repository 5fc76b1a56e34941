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
