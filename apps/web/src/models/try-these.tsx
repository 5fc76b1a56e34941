import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useConnection } from '../client/api';
import { readExampleBytes, readSuggestions, type Suggestion } from '../client/extra-routes';
import { ExamplePicture } from '../data/example-picture';

interface TryTheseProps {
  model: string;
  version: number;
  onChoose: (upload: { bytes: Blob; name: string }) => void;
}

/** Pictures that the model has never seen, for a first try without a picture of one's own. */
export function TryThese({ model, version, onChoose }: TryTheseProps) {
  const { token } = useConnection();
  const { data } = useQuery({
    queryKey: ['models', model, version, 'suggestions'],
    queryFn: ({ signal }) => readSuggestions(model, version, token, signal),
    staleTime: Infinity,
    retry: false,
  });
  if (data === undefined || data.length === 0) return null;
  const choose = async ({ dataset, sha256, name }: Suggestion) => {
    onChoose({ bytes: await readExampleBytes(dataset, sha256, token), name });
  };
  return (
    <div className="try-these">
      <Text size="sm" fw={600}>
        Or try these
      </Text>
      <Text size="xs" c="dimmed" mb={8}>
        The model has not learned from them.
      </Text>
      <ul>
        {data.map((suggestion) => (
          <li key={suggestion.sha256}>
            <button
              type="button"
              onClick={() => void choose(suggestion)}
              aria-label={`Try ${suggestion.name}`}
            >
              <ExamplePicture
                dataset={suggestion.dataset}
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
