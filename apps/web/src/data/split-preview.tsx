import { Button, Group, NumberInput, Switch, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { SplitPreviewView } from '@graft/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as words from '#words/data';
import { describeError, useClient } from '../client/api';
import { formatCount } from '../frame/format';
import { Loading } from '../frame/loading';
import { ExamplePicture } from './example-picture';
import '../frame/mantine-forms.css';

const TITLES = { train: words.train, validation: words.validation, test: words.test } as const;
const MOST_SEED = 2_147_483_647;

interface SplitPreviewProps {
  digest: string;
  classes: readonly string[];
}

interface Wishes {
  /** Per cent. */
  readonly validation: number;
  /** Per cent. */
  readonly test: number;
  readonly seed: number;
  readonly together: boolean;
}

/** How a Split node would divide the data set: by class, and with some examples of each part. */
export function SplitPreview({ digest, classes }: SplitPreviewProps) {
  const client = useClient();
  const [wishes, setWishes] = useState<Wishes>({
    ...{ validation: 15, test: 15, seed: 1, together: false },
  });
  const [asked] = useDebouncedValue(wishes, 300);
  const query = useQuery({
    queryKey: ['split', digest, asked],
    queryFn: ({ signal }) =>
      client.previewSplit({
        params: { dataset: digest },
        query: {
          ...{ validation: asked.validation / 100, test: asked.test / 100, seed: asked.seed },
          group: asked.together ? 'near-duplicates' : 'same-content',
        },
        signal,
      }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <>
      <SplitWishes wishes={wishes} onChange={setWishes} />
      {query.error !== null && (
        <Text size="sm" c="var(--state-red)" role="alert">
          {describeError(query.error)}
        </Text>
      )}
      {query.isPending && <Loading label={words.dividingTheExamples} />}
      {query.data !== undefined && query.error === null && (
        <>
          <Torn torn={query.data.torn} />
          <PartCounts classes={classes} parts={query.data.parts} />
          <PartExamples digest={digest} parts={query.data.parts} />
        </>
      )}
    </>
  );
}

interface SplitWishesProps {
  wishes: Wishes;
  onChange: (wishes: Wishes) => void;
}

function SplitWishes({ wishes, onChange }: SplitWishesProps) {
  const set = (name: 'validation' | 'test' | 'seed') => (value: number | string) => {
    if (typeof value === 'number') onChange({ ...wishes, [name]: value });
  };
  return (
    <Group gap="md" align="flex-end" mb={12}>
      <NumberInput
        {...{ size: 'xs', w: 110, label: words.validation, suffix: ' %', min: 0, max: 90 }}
        value={wishes.validation}
        onChange={set('validation')}
      />
      <NumberInput
        {...{ size: 'xs', w: 110, label: words.test, suffix: ' %', min: 0, max: 90 }}
        value={wishes.test}
        onChange={set('test')}
      />
      <NumberInput
        {...{ size: 'xs', w: 110, label: words.seed, min: 1, max: MOST_SEED, allowDecimal: false }}
        value={wishes.seed}
        onChange={set('seed')}
      />
      <Button
        size="xs"
        variant="default"
        onClick={() => onChange({ ...wishes, seed: (wishes.seed % MOST_SEED) + 1 })}
      >
        {words.anotherSeed}
      </Button>
      <Switch
        size="xs"
        mb={6}
        label={words.keepNearDuplicatesTogether}
        checked={wishes.together}
        onChange={(event) => onChange({ ...wishes, together: event.currentTarget.checked })}
      />
    </Group>
  );
}

function Torn({ torn }: { torn: number }) {
  if (torn === 0) return null;
  return (
    <Text size="sm" mb={8}>
      {words.tornNearDuplicates(torn)}
    </Text>
  );
}

function PartCounts({ classes, parts }: { classes: readonly string[] } & Parts) {
  return (
    <div
      className="split__counts"
      tabIndex={0}
      role="group"
      aria-label={words.examplesByClassAndPart}
    >
      <table className="numbers">
        <thead>
          <tr>
            <th scope="col">{words.oneClass}</th>
            {parts.map(({ part }) => (
              <th key={part} scope="col">
                {TITLES[part]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((name, label) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {parts.map(({ part, counts }) => (
                <td key={part}>{formatCount(counts[label] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PartExamples({ digest, parts }: { digest: string } & Parts) {
  return parts.map(({ part, examples }) => (
    <section key={part} aria-label={words.someOfTitles(TITLES[part])}>
      <Text size="sm" fw={600} mt={12} mb={6}>
        {TITLES[part]}
      </Text>
      <ul className="examples">
        {examples.map(({ sha256, name, text }) => (
          <li key={`${sha256} ${name}`} title={name}>
            {text === null ? (
              <ExamplePicture dataset={digest} sha256={sha256} name={name} />
            ) : (
              <span>{text}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  ));
}

interface Parts {
  parts: SplitPreviewView['parts'];
}
