import { Anchor, Select, Text } from '@mantine/core';
import type { RegisteredModelView } from '@graft/contracts';
import { useState } from 'react';
import { Link } from 'wouter';
import { describeError } from '../client/api';
import { useModel } from '../client/queries';
import { formatAge, formatPlural, formatShare } from '../frame/format';
import { Page, Section } from '../frame/page';
import { readAccuracy, sayAccuracy } from '../runs/read-accuracy';
import { Playground } from './playground';
import { Loading } from '../frame/loading';

/** One model: try it, and where each of its versions comes from. */
export function ModelPage({ name }: { name: string }) {
  const query = useModel(name);
  const [chosen, setChosen] = useState<number | null>(null);
  const model = query.data;
  if (model === undefined) {
    return (
      <Page title={name}>
        {query.error === null ? (
          <Loading label="Loading the model" />
        ) : (
          <Text c="var(--state-red)">{describeError(query.error)}</Text>
        )}
      </Page>
    );
  }
  const version = model.versions.find((each) => each.version === chosen) ?? model.versions[0];
  const score = version === undefined ? null : readAccuracy(version.metrics);
  return (
    <Page
      title={model.name}
      subtitle={
        version === undefined
          ? 'No version'
          : `${formatPlural(version.labels.length, 'class', 'classes')}${
              score === null ? '' : ` · ${formatShare(score.accuracy)}: ${sayAccuracy(score)}`
            }`
      }
      actions={
        <Select
          aria-label="Version"
          w={150}
          allowDeselect={false}
          value={String(version?.version ?? '')}
          data={model.versions.map((each) => ({
            value: String(each.version),
            label: `Version ${each.version}`,
          }))}
          onChange={(value) => setChosen(Number(value))}
        />
      }
    >
      {version !== undefined && (
        <Playground key={version.version} model={model.name} version={version.version} />
      )}
      <Section title="Versions" note="None is ever overwritten" padded={false}>
        <VersionTable model={model} />
      </Section>
    </Page>
  );
}

function VersionTable({ model }: { model: RegisteredModelView }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>Version</th>
          <th>Registered</th>
          <th className="right">Accuracy</th>
          <th>Notes</th>
          <th>Comes from</th>
        </tr>
      </thead>
      <tbody>
        {model.versions.map(({ version, createdAt, metrics, notes, runId }) => {
          const score = readAccuracy(metrics);
          return (
            <tr key={version}>
              <td className="numbers">{version}</td>
              <td>{formatAge(createdAt, Date.now())}</td>
              <td className="right">
                {score === null
                  ? ''
                  : `${formatShare(score.accuracy)}${
                      score.interval === null
                        ? ''
                        : ` (${formatShare(score.interval[0], 0)} to ${formatShare(score.interval[1], 0)})`
                    }`}
              </td>
              <td>{notes}</td>
              <td>
                <Anchor component={Link} href={`/runs/${runId}`} size="sm">
                  the run that made it
                </Anchor>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
