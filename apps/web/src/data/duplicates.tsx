import { Badge, Button, Group, Text } from '@mantine/core';
import type { ExampleView } from '@graft/contracts';
import { useQuery } from '@tanstack/react-query';
import * as words from '#words/data';
import { formatList } from '../frame/format';
import { describeError, useClient } from '../client/api';
import { Loading } from '../frame/loading';
import { ExamplePicture } from './example-picture';

interface DuplicatesProps {
  datasetId: string;
  digest: string;
  classes: readonly string[];
  /** Leaves these out of the next version. */
  onExclude: (examples: readonly ExampleView[]) => void;
}

/** Groups of examples that are the same or look alike; all but the first of one can be left out. */
export function Duplicates({ datasetId, digest, classes, onExclude }: DuplicatesProps) {
  const client = useClient();
  const query = useQuery({
    queryKey: ['duplicates', datasetId, digest],
    queryFn: ({ signal }) => client.listDuplicates({ params: { dataset: digest }, signal }),
  });
  if (query.error !== null) return <Text c="dimmed">{describeError(query.error)}</Text>;
  if (query.data === undefined) return <Loading label={words.lookingForDuplicates} />;
  const { total, groups } = query.data;
  if (total === 0) return <Text size="sm">{words.noTwoExamplesAreTheSame}</Text>;
  return (
    <>
      <Text size="sm" mb={8}>
        {words.groups(total)}
      </Text>
      {groups.map(({ exact, examples }) => {
        const [first, ...others] = examples;
        const labels = new Set(examples.map(({ label }) => label));
        return (
          <div key={`${first?.sha256 ?? ''} ${first?.name ?? ''}`} className="duplicates">
            <Group gap="xs">
              <Badge variant="light" tt="none" color={exact ? 'gray' : 'blue'}>
                {exact ? words.theSame : words.alike}
              </Badge>
              {labels.size > 1 && (
                <Badge variant="light" tt="none" color="yellow" c="var(--mantine-color-text)">
                  {words.inClasses(formatList([...labels].map((label) => classes[label] ?? '')))}
                </Badge>
              )}
              <Button size="compact-xs" variant="subtle" onClick={() => onExclude(others)}>
                {words.keepTheFirst(others.length)}
              </Button>
            </Group>
            <ul className="examples">
              {examples.slice(0, 12).map(({ sha256, name, text }) => (
                <li key={name} title={name}>
                  {text === null ? (
                    <ExamplePicture dataset={digest} sha256={sha256} name={name} />
                  ) : (
                    <span>{text}</span>
                  )}
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}
