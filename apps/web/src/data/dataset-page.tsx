import { Alert, Anchor, Button, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { describeError, useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { formatAge, formatExamples, formatPlural } from '../frame/format';
import { Page, Section } from '../frame/page';
import { ClassBars } from './class-bars';
import { FEW_EXAMPLES } from './data-page';
import { ExamplePicture } from './example-picture';
import './data.css';
import { Loading } from '../frame/loading';

/** One data set: its classes and its examples. */
export function DatasetPage({ datasetId }: { datasetId: string }) {
  const client = useClient();
  const query = useQuery({
    queryKey: queryKeys.dataset(datasetId),
    queryFn: ({ signal }) => client.getDataset({ params: { datasetId }, signal }),
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const dataset = query.data;
  if (dataset === undefined) {
    return (
      <Page title="Data set">
        {query.error === null ? (
          <Loading label="Loading the data set" />
        ) : (
          <Text c="var(--state-red)">{describeError(query.error)}</Text>
        )}
      </Page>
    );
  }
  const few = dataset.classes.filter((each) => each.count < FEW_EXAMPLES);
  return (
    <Page
      title={dataset.name}
      subtitle={
        <span className="numbers">
          {formatExamples(dataset.examples, dataset.element.kind)},{' '}
          {formatPlural(dataset.classes.length, 'class', 'classes')} · version {dataset.version},
          imported {formatAge(dataset.createdAt, Date.now())} ·{' '}
          <Anchor component={Link} href="/data" inherit>
            all data
          </Anchor>
        </span>
      }
    >
      {few.length > 0 && (
        <Alert
          mb={16}
          color="yellow"
          icon={<TriangleAlert size={18} />}
          title={`${formatPlural(few.length, 'class', 'classes')} with fewer than ${FEW_EXAMPLES} examples`}
        >
          So few say little: one split differs much from the next. Add examples, or look at several
          seeds.
        </Alert>
      )}
      <Section title="Classes" note="Click a class to see only its examples">
        <ClassBars classes={dataset.classes} chosen={chosen} onChoose={setChosen} />
      </Section>
      <Section title={chosen === null ? 'Examples' : `Examples of ${chosen}`}>
        <Examples datasetId={datasetId} chosen={chosen} />
      </Section>
      {dataset.rejected.length > 0 && (
        <Section title="Left out on import">
          <ul className="rejected">
            {dataset.rejected.map(({ name, reason }) => (
              <li key={name}>
                <b>{name}</b>: {reason}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}

const PAGE = 60;

function Examples({ datasetId, chosen }: { datasetId: string; chosen: string | null }) {
  const client = useClient();
  const query = useInfiniteQuery({
    queryKey: queryKeys.examples(datasetId, chosen ?? ''),
    queryFn: ({ pageParam, signal }) =>
      client.listExamples({
        params: { dataset: datasetId },
        query: { ...(chosen === null ? {} : { class: chosen }), offset: pageParam, limit: PAGE },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) =>
      pages.length * PAGE < last.total ? pages.length * PAGE : undefined,
  });
  if (query.error !== null) return <Text c="dimmed">{describeError(query.error)}</Text>;
  if (query.data === undefined) return <Loading label="Loading the examples" />;
  return (
    <>
      <ul className="examples">
        {query.data.pages
          .flatMap((page) => page.examples)
          .map(({ sha256, name, text }) => (
            <li key={`${sha256} ${name}`}>
              {text === null ? (
                <ExamplePicture dataset={datasetId} sha256={sha256} name={name} />
              ) : (
                <span>{text}</span>
              )}
              <span className="examples__name" title={name}>
                {name.split('/').at(-1)}
              </span>
            </li>
          ))}
      </ul>
      {query.hasNextPage && (
        <Button
          mt={16}
          size="xs"
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}
