import { Group, Select } from '@mantine/core';
import { useState } from 'react';
import * as words from '#words/models';
import { useModel } from '../client/queries';
import { formatShare } from '../frame/format';
import { Page } from '../frame/page';
import { readAccuracy, sayAccuracy } from '../runs/read-accuracy';
import { CallExamples } from './call-examples';
import { ExportMenu } from './export-menu';
import { LineageSection } from './lineage';
import { Playground } from './playground';
import { PredictDataset } from './predict-dataset';
import { VersionsSection } from './versions-section';
import { PendingPage } from '../frame/pending-page';
import '../frame/mantine-forms.css';

/** One model: try it, and where each of its versions comes from. */
export function ModelPage({ name }: { name: string }) {
  const query = useModel(name);
  const [chosen, setChosen] = useState<number | null>(null);
  const model = query.data;
  if (model === undefined) {
    return <PendingPage title={name} label={words.loadingTheModel} error={query.error} />;
  }
  const version = model.versions.find((each) => each.version === chosen) ?? model.versions[0];
  const score = version === undefined ? null : readAccuracy(version.metrics);
  return (
    <Page
      title={model.name}
      subtitle={
        version === undefined
          ? words.noVersion
          : `${words.classes(version.labels.length)}${
              score === null ? '' : ` · ${formatShare(score.accuracy)}: ${sayAccuracy(score)}`
            }`
      }
      actions={
        <Group gap="sm">
          <Select
            aria-label={words.version}
            w={150}
            allowDeselect={false}
            value={String(version?.version ?? '')}
            data={model.versions.map((each) => ({
              value: String(each.version),
              label: words.versionNumber(each.version),
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
      <VersionsSection model={model} />
      {version !== undefined && (
        <>
          <PredictDataset model={model.name} version={version.version} />
          <LineageSection model={model.name} version={version.version} />
          <CallExamples model={model.name} version={version.version} />
        </>
      )}
    </Page>
  );
}
