import { useQueries } from '@tanstack/react-query';
import { useClient } from '../../client/api';
import { queryKeys } from '../../client/query-keys';
import { ExamplePicture } from '../../data/example-picture';
import './dataset-thumbs.css';

export interface Pictured {
  /** Of the version. */
  readonly digest: string;
  readonly classes: readonly string[];
}

const MOST = 4;

/** The first picture of each of some classes: by it a person knows a data set before its name. */
export function DatasetThumbs({ digest, classes }: Pictured) {
  const client = useClient();
  const found = useQueries({
    queries: classes.slice(0, MOST).map((name) => ({
      queryKey: [...queryKeys.examples(digest, name), 'first'],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.listExamples({
          params: { dataset: digest },
          query: { class: name, limit: 1 },
          signal,
        }),
      staleTime: Infinity,
    })),
  });
  return (
    <span className="thumbs" aria-hidden>
      {found
        .flatMap(({ data }) => data?.examples ?? [])
        .map(({ sha256, name }) => (
          <ExamplePicture key={sha256} dataset={digest} sha256={sha256} name={name} />
        ))}
    </span>
  );
}
