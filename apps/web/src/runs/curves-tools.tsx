import { ActionIcon, Group, SegmentedControl, Tooltip } from '@mantine/core';
import { Download, Image } from 'lucide-react';
import type { RefObject } from 'react';
import * as words from '#words/runs';
import { writeCsv, type ShownTraining } from './curve-points';
import { download } from './download';
import { savePicture } from './save-picture';
import '../frame/mantine-forms.css';

interface CurvesToolsProps {
  /** Holds the charts: loss, then accuracy. */
  frame: RefObject<HTMLDivElement | null>;
  trainings: readonly ShownTraining[];
  scale: 'linear' | 'log';
  onScale: (scale: 'linear' | 'log') => void;
}

const CHARTS = ['loss', 'accuracy'] as const;

/** Scale of the loss, and the curves as files. */
export function CurvesTools({ frame, trainings, scale, onScale }: CurvesToolsProps) {
  const savePictures = async () => {
    const charts = frame.current?.querySelectorAll<SVGSVGElement>('figure svg.recharts-surface');
    for (const [index, chart] of [...(charts ?? [])].entries()) {
      await savePicture(`${CHARTS[index] ?? 'chart'}.png`, chart);
    }
  };
  const saveNumbers = () => {
    for (const { rows, title } of trainings) {
      download(`${title}.csv`, new Blob([writeCsv(rows)], { type: 'text/csv' }));
    }
  };
  return (
    <Group justify="flex-end" gap={4} mb={4}>
      <SegmentedControl
        size="xs"
        aria-label={words.scaleOfTheLoss}
        value={scale}
        onChange={(value) => onScale(value === 'log' ? 'log' : 'linear')}
        data={[
          { value: 'linear', label: words.linear },
          { value: 'log', label: words.log },
        ]}
      />
      <Tooltip label={words.downloadTheNumbersCsv}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.downloadTheNumbersAsCsv}
          disabled={trainings.length === 0}
          onClick={saveNumbers}
        >
          <Download size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={words.downloadTheChartsPng}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.downloadTheChartsAsPng}
          onClick={() => void savePictures()}
        >
          <Image size={15} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
