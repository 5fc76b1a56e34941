import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useClient } from '../../client/api';
import { listOffered, type OfferedComponent } from './list-offered';
import { useComponents, versionQuery } from './use-components';

/** The newest version of each component of the workspace, as nodes to add; each once it has come. */
export function useOffered(): readonly OfferedComponent[] {
  const client = useClient();
  const components = useComponents().data ?? [];
  const versions = useQueries({
    queries: components.map(({ componentId, version }) =>
      versionQuery(client, componentId, version),
    ),
    combine: (results) => results.flatMap(({ data }) => (data === undefined ? [] : [data])),
  });
  return useMemo(() => listOffered(versions), [versions]);
}
