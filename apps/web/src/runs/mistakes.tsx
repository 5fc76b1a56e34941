import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import * as words from '#words/runs';
import { addressOfCell } from '../data/confused-cell';
import { ExamplePicture } from '../data/example-picture';
import { formatShare } from '../frame/format';
import { listMistakes, sureness, type Cell, type Report } from './report-format';
import type { ReportedBy } from './use-report';

const PAGE = 24;

interface MistakesProps {
  report: Report;
  dataset: string | null;
  datasetName: string | null;
  place: ReportedBy;
  cell: Cell | null;
  onClear: () => void;
}

/** The examples that were answered wrongly, those the model was surest of first. */
export function Mistakes(props: MistakesProps) {
  const { report, dataset, datasetName, place, cell, onClear } = props;
  const [shown, setShown] = useState(PAGE);
  const rows = listMistakes(report, cell);
  const name = (label: number) => report.labels[label] ?? String(label);
  return (
    <section aria-label={words.wrongAnswers}>
      <Group justify="space-between" mt={20} mb={8}>
        <h3>
          {cell === null
            ? words.wrongAnswersSurestFirst(rows.length)
            : words.truthTakenForPredicted(name(cell.truth), name(cell.predicted), rows.length)}
        </h3>
        {cell !== null && (
          <Group gap={8}>
            {dataset !== null && rows.length > 0 && (
              <Button
                component={Link}
                size="compact-xs"
                href={addressOfCell(dataset, datasetName, {
                  ...place,
                  ...{ truth: name(cell.truth), answer: name(cell.predicted) },
                })}
              >
                {words.relabelOrLeaveOut}
              </Button>
            )}
            <Button size="compact-xs" variant="default" onClick={onClear}>
              {words.showAllWrongAnswers}
            </Button>
          </Group>
        )}
      </Group>
      {rows.length === 0 && (
        <Text size="sm" c="dimmed">
          {words.notASingleOne}
        </Text>
      )}
      <ul className="mistakes">
        {rows.slice(0, shown).map((row) => (
          <li key={`${row.sha256} ${row.name}`}>
            <ExamplePicture dataset={dataset} sha256={row.sha256} name={row.name} />
            <div>
              <b title={name(row.predicted)}>{name(row.predicted)}</b>
              <span className="numbers">{formatShare(sureness(row), 0)}</span>
            </div>
            <div className="mistakes__truth" title={words.isLabel(name(row.label))}>
              {words.isLabel(name(row.label))}
            </div>
          </li>
        ))}
      </ul>
      {rows.length > shown && (
        <Button size="xs" variant="default" mt={12} onClick={() => setShown(shown + PAGE)}>
          {words.showMore}
        </Button>
      )}
    </section>
  );
}
