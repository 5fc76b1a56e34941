import type { Client } from '@graft/contracts';
import { graphComponentSchema, type GraphComponent } from '@graft/graph';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useClient } from '../../client/api';
import { queryKeys } from '../../client/query-keys';

/** A version of a component, and then the components that it needs. */
export type ComponentVersion = readonly [GraphComponent, ...GraphComponent[]];

/** Components of the workspace, by name. */
export function useComponents() {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.components,
    queryFn: ({ signal }) => client.listComponents({ query: { limit: 200 }, signal }),
    select: ({ components }) => components,
  });
}

/** Reads a version as the API gives it. @throws Error for one that this Graft can't read */
export function readVersion(components: unknown): ComponentVersion {
  const [first, ...needed] = graphComponentSchema.array().parse(components);
  if (first === undefined) throw new Error('a version of a component holds itself first');
  return [first, ...needed];
}

/** A version of a component of the workspace. @throws GraftError */
export async function fetchVersion(
  client: Client,
  componentId: string,
  version: number,
): Promise<ComponentVersion> {
  const found = await client.getComponentVersion({ params: { componentId, version } });
  return readVersion(found.components);
}

/** The same, read once: a version never changes. */
export function versionQuery(client: Client, componentId: string, version: number) {
  return queryOptions({
    queryKey: queryKeys.component(componentId, version),
    queryFn: () => fetchVersion(client, componentId, version),
    staleTime: Infinity,
    structuralSharing: false,
  });
}
