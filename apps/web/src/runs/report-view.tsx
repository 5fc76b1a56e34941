import type { DatasetSummary } from '@graft/graph';
import { Group, SimpleGrid, Text } from '@mantine/core';
import { useState } from 'react';
import * as words from '#words/runs';
import { formatCount, formatDecimal, formatShare } from '../frame/format';
import { ClassTable } from './class-table';
import { ConfusionTable } from './confusion-table';
import { Mistakes } from './mistakes';
import { sayAccuracy } from './read-accuracy';
import type { Cell, Report } from './report-format';
import type { ReportedBy } from './use-report';
import './report.css';

interface ReportViewProps {
  report: Report;
  /** The data set version that the pictures lie in; null when it is not known. */
  dataset: Pick<DatasetSummary, 'name' | 'recipe'> | null;
  place: ReportedBy;
}

/** What a model is worth: in one sentence, in numbers, class by class, and where it errs. */
export function ReportView({ report, dataset, place }: ReportViewProps) {
  const [cell, setCell] = useState<Cell | null>(null);
  const { low, high } = report.interval;
  const score = { accuracy: report.accuracy, interval: [low, high] as const };
  return (
    <div className="report">
      <Group gap={24} align="flex-end" mb={16}>
        <div>
          <div className="report__score numbers">{formatShare(report.accuracy)}</div>
          <Text size="sm">
            {words.onExamplesThatItHasNot(
              capitalise(sayAccuracy(score)),
              formatCount(report.examples),
            )}
          </Text>
          <Kinds report={report} />
        </div>
      </Group>
      <SimpleGrid cols={{ base: 2, md: 5 }} spacing={8} mb={20}>
        <Figure
          title={words.accuracyInterval}
          value={words.lowToHigh(formatShare(low), formatShare(high))}
        />
        <Figure
          title={words.amongTheLikeliest(report.topK.k)}
          value={formatShare(report.topK.accuracy)}
        />
        <Figure title={words.balancedAccuracyTitle} value={formatShare(report.balancedAccuracy)} />
        <Figure title={words.f1MeanOverClasses} value={formatDecimal(report.macro.f1, 3)} />
        <Figure title={words.calibrationErrorTitle} value={formatShare(report.calibration.error)} />
      </SimpleGrid>
      <div className="report__pair">
        <section aria-label={words.byClass}>
          <h3>{words.byClass}</h3>
          <ClassTable report={report} />
        </section>
        <section aria-label={words.confusionMatrix}>
          <h3>{words.whatIsTakenForWhat}</h3>
          <ConfusionTable report={report} cell={cell} onCell={setCell} />
        </section>
      </div>
      <Mistakes
        {...{ report, place, cell }}
        dataset={dataset?.recipe.dataset ?? null}
        datasetName={dataset?.name ?? null}
        onClear={() => setCell(null)}
      />
    </div>
  );
}

/** What it remembers and what it understands, where the two can be told apart. */
function Kinds({ report }: { report: Report }) {
  const kinds = report.kinds ?? report.crossValidation?.kinds;
  if (kinds === undefined || kinds.seen.examples === 0 || kinds.unseen.examples === 0) return null;
  const { seen, unseen } = kinds;
  const share = ({ correct, examples }: typeof seen) => formatShare(correct / examples);
  return (
    <Text size="sm">
      {words.newAndSeenKinds(
        share(unseen),
        formatCount(unseen.examples),
        share(seen),
        formatCount(seen.examples),
      )}
    </Text>
  );
}

function Figure({ title, value }: { title: string; value: string }) {
  return (
    <div className="report__figure">
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      <Text fw={600} className="numbers">
        {value}
      </Text>
    </div>
  );
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
