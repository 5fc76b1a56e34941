import type { DatasetView } from '@graft/contracts';
import type { DatasetChange } from '@graft/graph';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';

/** Changes a data set version, which makes the next one. */
export function useChange({ datasetId, digest }: DatasetView, onChanged: () => void) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (changes: DatasetChange[]) =>
      client.changeDataset({ params: { dataset: datasetId }, body: { digest, changes } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.datasets });
      await queries.invalidateQueries({ queryKey: queryKeys.catalog });
      onChanged();
    },
  });
}
