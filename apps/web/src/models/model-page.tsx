import { Anchor, Group, Select, Text } from '@mantine/core';
import type { RegisteredModelView } from '@graft/contracts';
import { useState } from 'react';
import { Link } from 'wouter';
import { describeError } from '../client/api';
import { useModel } from '../client/queries';
import { formatAge, formatPlural, formatShare } from '../frame/format';
import { Page, Section } from '../frame/page';
import { readAccuracy, sayAccuracy } from '../runs/read-accuracy';
import { CallExamples } from './call-examples';
import { ExportMenu } from './export-menu';
import { LineageSection } from './lineage';
import { Playground } from './playground';
import { VersionTags } from './version-tags';
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
        <Group gap="sm">
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
          {version !== undefined && <ExportMenu model={model.name} version={version.version} />}
        </Group>
      }
    >
      {version !== undefined && (
        <Playground key={version.version} model={model.name} version={version.version} />
      )}
      <Section title="Versions" note="None is ever overwritten" padded={false}>
        <VersionTable model={model} />
      </Section>
      {version !== undefined && (
        <>
          <LineageSection model={model.name} version={version.version} />
          <CallExamples model={model.name} version={version.version} />
        </>
      )}
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
          <th>Tags</th>
          <th>Comes from</th>
        </tr>
      </thead>
      <tbody>
        {model.versions.map((each) => {
          const { version, createdAt, metrics, notes, runId } = each;
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
                <VersionTags model={model.name} version={each} />
              </td>
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
