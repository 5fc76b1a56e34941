import { useQuery } from '@tanstack/react-query';
import { ImageOff } from 'lucide-react';
import { useClient } from '../client/api';
import { readExampleBytes } from '../client/read-example-bytes';
import { queryKeys } from '../client/query-keys';
import './picture.css';

interface ExamplePictureProps {
  /** Id or digest of the data set; null when it is not known. */
  dataset: string | null;
  sha256: string;
  name: string;
}

/** The picture of one example, read with the token and kept as long as it is in the cache. */
export function ExamplePicture({ dataset, sha256, name }: ExamplePictureProps) {
  const client = useClient();
  const { data: url } = useQuery({
    queryKey: queryKeys.picture(dataset ?? '', sha256),
    queryFn: async ({ signal }) =>
      URL.createObjectURL(await readExampleBytes(client, dataset ?? '', sha256, signal)),
    enabled: dataset !== null,
    staleTime: Infinity,
    retry: false,
  });
  return (
    <span className="picture" title={name}>
      {url === undefined ? (
        <ImageOff size={18} aria-label={name} />
      ) : (
        <img src={url} alt={name} draggable={false} />
      )}
    </span>
  );
}
