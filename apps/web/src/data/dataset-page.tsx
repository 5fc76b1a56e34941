import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { DatasetView, ExampleView } from '@graft/contracts';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { TextLink } from '../frame/text-link';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { Failure } from '../frame/failure';
import { formatAge, formatExamples, formatPlural } from '../frame/format';
import { Page, Section } from '../frame/page';
import { PendingPage } from '../frame/pending-page';
import { StartWhichTransfer } from '../which-transfer/start-which-transfer';
import { ChangeBar } from './change-bar';
import { ClassBars } from './class-bars';
import { readCell } from './confused-cell';
import { DatasetWarnings } from './dataset-warnings';
import { Duplicates } from './duplicates';
import { ExamplesGrid, keyOf } from './examples-grid';
import { SplitPreview } from './split-preview';
import { useChange } from './use-change';
import type { ShownExamples } from './use-example-pages';
import './data.css';
import '../frame/mantine-forms.css';

/** One data set: its versions, its classes, its examples, and the ways to change them. */
export function DatasetPage({ datasetId }: { datasetId: string }) {
  const client = useClient();
  const query = useQuery({
    queryKey: [...queryKeys.dataset(datasetId), 'versions'],
    queryFn: ({ signal }) => client.listVersions({ params: { dataset: datasetId }, signal }),
  });
  const [shown, setShown] = useState<number | null>(null);
  const versions = query.data?.versions;
  const [newest] = versions ?? [];
  const dataset = versions?.find(({ version }) => version === shown) ?? newest;
  if (versions === undefined || dataset === undefined) {
    return <PendingPage title="Data set" label="Loading the data set" error={query.error} />;
  }
  return (
    <Page
      title={dataset.name}
      subtitle={
        <span className="numbers">
          {formatExamples(dataset.examples, dataset.element.kind)},{' '}
          {formatPlural(dataset.classes.length, 'class', 'classes')} · version {dataset.version},
          made {formatAge(dataset.createdAt, Date.now())} ·{' '}
          <TextLink href="/data">all data</TextLink>
        </span>
      }
      actions={
        <>
          {versions.length > 1 && (
            <Select
              aria-label="Version"
              w={150}
              allowDeselect={false}
              value={String(dataset.version)}
              data={versions.map(({ version }) => ({
                value: String(version),
                label: `Version ${version}`,
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
        onChanged={() => setShown(null)}
      />
    </Page>
  );
}

interface DatasetVersionProps {
  dataset: DatasetView;
  /** Only the newest version can be changed. */
  newest: boolean;
  onChanged: () => void;
}

function DatasetVersion({ dataset, newest, onChanged }: DatasetVersionProps) {
  const [chosenClass, setChosenClass] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 250);
  const [selected, setSelected] = useState<ReadonlyMap<string, ExampleView>>(new Map());
  const [comparing, setComparing] = useState(false);
  const [splitting, setSplitting] = useState(false);
  const [path, navigate] = useLocation();
  const cell = readCell(useSearch());
  const shown: ShownExamples =
    cell === null
      ? { kind: 'found', class: chosenClass, search: wanted }
      : { kind: 'confused', cell };
  const change = useChange(dataset, onChanged);
  const classes = dataset.classes.map(({ name }) => name);
  const chooseClass = (name: string | null) => {
    setChosenClass(name);
    if (cell !== null) navigate(path);
  };
  const toggle = (example: ExampleView) => {
    const next = new Map(selected);
    if (!next.delete(keyOf(example))) next.set(keyOf(example), example);
    setSelected(next);
  };
  return (
    <>
      <DatasetWarnings dataset={dataset} />
      <Section title="Classes" note="Click a class to see only its examples">
        <ClassBars classes={dataset.classes} chosen={chosenClass} onChoose={chooseClass} />
      </Section>
      <Section title={titleOf(shown)} note={newest ? NOTE : 'An older version'}>
        {shown.kind === 'confused' ? (
          <Button size="compact-xs" variant="default" mb={12} onClick={() => navigate(path)}>
            Show all examples
          </Button>
        ) : (
          <TextInput
            size="xs"
            mb={12}
            maw={280}
            aria-label="Search"
            placeholder="Search names and texts"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
        {newest && (
          <ChangeBar
            {...{ classes, chosenClass, selected: [...selected.values()] }}
            busy={change.isPending}
            onChange={(each) => change.mutate([each])}
            onClear={() => setSelected(new Map())}
          />
        )}
        <Failure error={change.error} />
        <ExamplesGrid
          {...{ digest: dataset.digest, shown, selected }}
          onToggle={newest ? toggle : () => undefined}
        />
      </Section>
      <Section title="Split" note="What a Split node would make of it">
        {splitting ? (
          <SplitPreview digest={dataset.digest} classes={classes} />
        ) : (
          <Button size="xs" variant="default" onClick={() => setSplitting(true)}>
            Show how it would be divided
          </Button>
        )}
      </Section>
      <Section title="Duplicates">
        {comparing ? (
          <Duplicates
            {...{ datasetId: dataset.datasetId, digest: dataset.digest, classes }}
            onExclude={(examples) => {
              const refs = examples.map(({ sha256, name }) => ({ sha256, name }));
              change.mutate([{ kind: 'exclude', examples: refs }]);
            }}
          />
        ) : (
          <Button size="xs" variant="default" onClick={() => setComparing(true)}>
            Look for the same and similar examples
          </Button>
        )}
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
    </>
  );
}

const NOTE = 'Click examples to relabel them or leave them out';

function titleOf(shown: ShownExamples): string {
  if (shown.kind === 'confused') return `${shown.cell.truth} taken for ${shown.cell.answer}`;
  return shown.class === null ? 'Examples' : `Examples of ${shown.class}`;
}
