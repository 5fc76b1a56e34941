import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import * as words from '#words/models';
import { formatExact } from '../frame/format';
import { describeError, useClient } from '../client/api';
import { addressOfVersion } from '../data/address-of-version';
import { queryKeys } from '../client/query-keys';
import { useRun } from '../client/queries';
import { Loading } from '../frame/loading';
import { Section } from '../frame/page';
import { Sentence } from '../frame/sentence';
import { TextLink } from '../frame/text-link';
import { readRanGraph } from '../runs/read-ran-graph';
import { useOpenGraph } from '../start/use-open-graph';

/** Where a version comes from: data, base, trainings, code, run, graph; each leads there. */
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
          {query.data.data.map(({ name, dataset, digest }) => (
            <li key={digest}>
              <Sentence
                text={words.dataSetVersion}
                parts={{
                  link: <TextLink href={addressOfVersion(digest, dataset)}>{name}</TextLink>,
                }}
              />
            </li>
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
          {query.data.code.map(({ version, revision }) => (
            <li key={`${version} ${String(revision)}`}>{words.trainedBy(version, revision)}</li>
          ))}
          <li>
            <TextLink href={`/runs/${query.data.runId}`}>{words.theRunThatMadeIt}</TextLink>
          </li>
          <GraphOfRun runId={query.data.runId} />
        </ul>
      )}
    </Section>
  );
}

/** The pipeline, and the graph as it was when the model was made: a pipeline of its own, for it may be another by now. */
function GraphOfRun({ runId }: { runId: string }) {
  const run = useRun(runId).data;
  const { open, opening } = useOpenGraph();
  const graph = run === undefined ? undefined : readRanGraph(run);
  return (
    <>
      {run !== undefined && run.pipelineId !== null && (
        <li>
          <TextLink href={`/pipelines/${run.pipelineId}`}>{words.thePipeline}</TextLink>
        </li>
      )}
      {graph !== undefined && (
        <li>
          <Button
            size="compact-xs"
            variant="default"
            loading={opening !== null}
            onClick={() => open(runId, graph)}
          >
            {words.openItsGraph}
          </Button>
        </li>
      )}
    </>
  );
}

function describeParams(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .flatMap(([name, value]) =>
      typeof value === 'number'
        ? [`${name} ${formatExact(value)}`]
        : typeof value === 'string' || typeof value === 'boolean'
          ? [`${name} ${String(value)}`]
          : [],
    )
    .join(', ');
}
