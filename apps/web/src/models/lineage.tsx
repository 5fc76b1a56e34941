import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import * as words from '#words/models';
import { describeError, useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { Loading } from '../frame/loading';
import { Section } from '../frame/page';

/** Where a version comes from: data, base, trainings, run. */
export function LineageSection({ model, version }: { model: string; version: number }) {
  const client = useClient();
  const query = useQuery({
    queryKey: [...queryKeys.model(model), 'lineage', version],
    queryFn: ({ signal }) => client.getLineage({ params: { model }, query: { version }, signal }),
  });
  return (
    <Section title={words.comesFrom}>
      {query.error !== null && <Text c="dimmed">{describeError(query.error)}</Text>}
      {query.isPending && <Loading label={words.lookingWhereItComesFrom} />}
      {query.data !== undefined && (
        <ul className="lineage">
          {query.data.data.map(({ name, digest }) => (
            <li key={digest}>{words.data(name)}</li>
          ))}
          <li>
            {query.data.base === null
              ? words.noBase
              : words.base(query.data.base.name, query.data.base.licence)}
          </li>
          {query.data.trainings.map(({ kind, params, deviations }, index) => (
            <li key={`${kind} ${String(index)}`}>
              {kind}: <span translate="no">{describeParams(params)}</span>
              {deviations.map((deviation) => `; ${deviation}`)}
            </li>
          ))}
          <li>
            <Anchor component={Link} href={`/runs/${query.data.runId}`} size="sm">
              {words.theRunThatMadeIt}
            </Anchor>
          </li>
        </ul>
      )}
    </Section>
  );
}

function describeParams(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .flatMap(([name, value]) =>
      typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
        ? [`${name} ${String(value)}`]
        : [],
    )
    .join(', ');
}
