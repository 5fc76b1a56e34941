import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import * as words from '#words/data';
import { TextLink } from '../frame/text-link';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { formatAge, formatExamples } from '../frame/format';
import { Page } from '../frame/page';
import { PendingPage } from '../frame/pending-page';
import { StartWhichTransfer } from '../which-transfer/start-which-transfer';
import { readMeant } from './address-of-version';
import { readCell } from './confused-cell';
import { DatasetVersion } from './dataset-version';
import './data.css';
import '../frame/mantine-forms.css';

/** One data set: its versions, its classes, its examples, and the ways to change them. */
export function DatasetPage({ datasetId }: { datasetId: string }) {
  const client = useClient();
  const search = useSearch();
  const name = readMeant(search);
  const query = useQuery({
    queryKey: [...queryKeys.dataset(datasetId), 'versions', name],
    queryFn: ({ signal }) =>
      client.listVersions({ params: { dataset: datasetId }, query: { name }, signal }),
  });
  const [shown, setShown] = useState<number | null>(null);
  const [, navigate] = useLocation();
  const cell = readCell(search);
  const versions = query.data?.versions;
  const [newest] = versions ?? [];
  // The address may name one version; what a model confused is shown where it can be changed.
  const addressed =
    cell === null ? versions?.find(({ digest }) => digest === datasetId) : undefined;
  const dataset = versions?.find(({ version }) => version === shown) ?? addressed ?? newest;
  if (versions === undefined || dataset === undefined) {
    return (
      <PendingPage title={words.dataSet} label={words.loadingTheDataSet} error={query.error} />
    );
  }
  return (
    <Page
      title={dataset.name}
      subtitle={
        <span className="numbers">
          {words.aboutTheDataSet(
            formatExamples(dataset.examples, dataset.element.kind),
            dataset.classes.length,
            dataset.version,
            formatAge(dataset.createdAt, Date.now()),
          )}{' '}
          · <TextLink href="/data">{words.allData}</TextLink>
        </span>
      }
      actions={
        <>
          {versions.length > 1 && (
            <Select
              aria-label={words.version}
              w={150}
              allowDeselect={false}
              value={String(dataset.version)}
              data={versions.map(({ version }) => ({
                value: String(version),
                label: words.versionNumber(version),
              }))}
              onChange={(value) => setShown(Number(value))}
            />
          )}
          {dataset.element.kind === 'image' && <StartWhichTransfer dataset={dataset.name} />}
        </>
      }
    >
      <DatasetVersion
        key={dataset.digest}
        dataset={dataset}
        newest={dataset === newest}
        onChanged={() => {
          setShown(null);
          if (addressed !== undefined) navigate(`/data/${dataset.datasetId}`);
        }}
      />
    </Page>
  );
}
