import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Suggestion } from '@graft/contracts';
import * as words from '#words/models';
import { useClient } from '../client/api';
import { readExampleBytes } from '../client/read-example-bytes';
import { ExamplePicture } from '../data/example-picture';

interface TryTheseProps {
  model: string;
  version: number;
  onChoose: (upload: { bytes: Blob; name: string }) => void;
}

/** Pictures that the model has never seen, for a first try without a picture of one's own. */
export function TryThese({ model, version, onChoose }: TryTheseProps) {
  const client = useClient();
  const { data } = useQuery({
    queryKey: ['models', model, version, 'suggestions'],
    queryFn: ({ signal }) =>
      client.listSuggestions({ params: { model }, query: { version }, signal }),
    staleTime: Infinity,
    retry: false,
  });
  if (data === undefined || data.examples.length === 0) return null;
  const choose = async ({ datasetId, sha256, name }: Suggestion) => {
    onChoose({ bytes: await readExampleBytes(client, datasetId, sha256), name });
  };
  return (
    <div className="try-these">
      <Text size="sm" fw={600}>
        {words.orTryThese}
      </Text>
      <Text size="xs" c="dimmed" mb={8}>
        {words.theModelHasNotLearnedFrom}
      </Text>
      <ul>
        {data.examples.map((suggestion) => (
          <li key={suggestion.sha256}>
            <button
              type="button"
              onClick={() => void choose(suggestion)}
              aria-label={words.tryName(suggestion.name)}
            >
              <ExamplePicture
                dataset={suggestion.datasetId}
                sha256={suggestion.sha256}
                name={suggestion.name}
              />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
