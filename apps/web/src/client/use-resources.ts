import type { Resources } from '@graft/graph';
import { createResources } from '@graft/nodes';
import { useMemo } from 'react';
import { useCatalog } from './queries';
import { useBases } from './use-bases';

interface ReadResources {
  readonly data: Resources | undefined;
  readonly error: Error | null;
}

/** Everything that graphs may name: data sets, and base models with their layers. */
export function useResources(): ReadResources {
  const catalog = useCatalog();
  const bases = useBases();
  const data = useMemo(() => {
    if (catalog.data === undefined || bases.data === undefined) return undefined;
    return createResources({ dataset: catalog.data.datasets, base: bases.data });
  }, [catalog.data, bases.data]);
  return { data, error: catalog.error };
}
