import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { DatasetView, ExampleView } from '@graft/contracts';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import * as words from '#words/data';
import { Failure } from '../frame/failure';
import { Section } from '../frame/page';
import { ChangeBar } from './change-bar';
import { ClassBars } from './class-bars';
import { readCell } from './confused-cell';
import { DatasetWarnings } from './dataset-warnings';
import { Duplicates } from './duplicates';
import { ExampleSearch } from './example-search';
import { keyOf } from './examples-grid';
import { ExamplesWindow } from './examples-window';
import { SplitPreview } from './split-preview';
import { useChange } from './use-change';
import type { ShownExamples } from './use-example-pages';
import './data.css';
import '../frame/mantine-forms.css';

interface DatasetVersionProps {
  dataset: DatasetView;
  /** Only the newest version can be changed. */
  newest: boolean;
  onChanged: () => void;
}

/** A version of a data set: its warnings, classes, examples, split and duplicates. */
export function DatasetVersion({ dataset, newest, onChanged }: DatasetVersionProps) {
  const [chosenClass, setChosenClass] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 250);
  const [selected, setSelected] = useState<ReadonlyMap<string, ExampleView>>(new Map());
  const [comparing, setComparing] = useState(false);
  const [splitting, setSplitting] = useState(false);
  const [, navigate] = useLocation();
  const showAll = () => navigate(`/data/${dataset.datasetId}`);
  const cell = readCell(useSearch());
  const shown: ShownExamples =
    cell === null
      ? { kind: 'found', class: chosenClass, search: wanted }
      : { kind: 'confused', cell };
  const change = useChange(dataset, onChanged);
  const classes = dataset.classes.map(({ name }) => name);
  const chooseClass = (name: string | null) => {
    setChosenClass(name);
    if (cell !== null) showAll();
  };
  const toggle = (example: ExampleView) => {
    const next = new Map(selected);
    if (!next.delete(keyOf(example))) next.set(keyOf(example), example);
    setSelected(next);
  };
  return (
    <>
      <DatasetWarnings dataset={dataset} />
      <Section title={words.classes} note={words.clickAClassToSeeOnly}>
        <ClassBars classes={dataset.classes} chosen={chosenClass} onChoose={chooseClass} />
      </Section>
      <Section title={titleOf(shown)} note={newest ? NOTE : words.anOlderVersion}>
        {shown.kind === 'confused' ? (
          <Button size="compact-xs" variant="default" mb={12} onClick={showAll}>
            {words.showAllExamples}
          </Button>
        ) : (
          <ExampleSearch value={search} onChange={setSearch} />
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
        <ExamplesWindow
          {...{ kind: dataset.element.kind, digest: dataset.digest, shown, selected }}
          onToggle={newest ? toggle : () => undefined}
        />
      </Section>
      <Section title={words.split} note={words.whatASplitNodeWouldMake}>
        {splitting ? (
          <SplitPreview digest={dataset.digest} classes={classes} />
        ) : (
          <Button size="xs" variant="default" onClick={() => setSplitting(true)}>
            {words.showHowItWouldBeDivided}
          </Button>
        )}
      </Section>
      <Section title={words.duplicates}>
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
            {words.lookForTheSameAndSimilar}
          </Button>
        )}
      </Section>
      {dataset.rejected.length > 0 && (
        <Section title={words.leftOutOnImport}>
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

const NOTE = words.clickExamplesToRelabelThemOr;

function titleOf(shown: ShownExamples): string {
  if (shown.kind === 'confused')
    return words.truthTakenForAnswer(shown.cell.truth, shown.cell.answer);
  return shown.class === null ? words.examples : words.examplesOfClass(shown.class);
}
