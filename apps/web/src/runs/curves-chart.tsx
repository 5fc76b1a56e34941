import '@mantine/charts/styles.layer.css';
import { LineChart } from '@mantine/charts';
import { ActionIcon, Group, SegmentedControl, Tooltip } from '@mantine/core';
import { Download, Image } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { formatNumber } from '../frame/format';
import { findBestEpoch, listCurves, listPoints, writeCsv } from './curve-points';
import type { Measure, ShownTraining } from './curve-points';
import { download, savePicture } from './download';
import './curves.css';
import '../frame/mantine-forms.css';

interface CurvesChartProps {
  trainings: readonly ShownTraining[];
  height: number;
}

/** Loss and accuracy over epochs, side by side. */
export function CurvesChart({ trainings, height }: CurvesChartProps) {
  const [scale, setScale] = useState<'linear' | 'log'>('linear');
  const frame = useRef<HTMLDivElement>(null);
  const [first] = trainings;
  return (
    <div ref={frame} className="curves">
      <Group justify="flex-end" gap={4} mb={4}>
        <SegmentedControl
          size="xs"
          aria-label="Scale of the loss"
          value={scale}
          onChange={(value) => setScale(value === 'log' ? 'log' : 'linear')}
          data={[
            { value: 'linear', label: 'Linear' },
            { value: 'log', label: 'Log' },
          ]}
        />
        <Tooltip label="Download the numbers (CSV)">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Download the numbers as CSV"
            disabled={first === undefined}
            onClick={() =>
              trainings.forEach(({ rows, title }) =>
                download(`${title}.csv`, new Blob([writeCsv(rows)], { type: 'text/csv' })),
              )
            }
          >
            <Download size={15} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Download the loss chart (PNG)">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Download the loss chart as PNG"
            onClick={() => {
              const chart = frame.current?.querySelector<SVGSVGElement>('.recharts-surface');
              if (chart) void savePicture('loss.png', chart);
            }}
          >
            <Image size={15} />
          </ActionIcon>
        </Tooltip>
      </Group>
      <div className="curves__pair">
        <MeasureChart measure="loss" trainings={trainings} height={height} scale={scale} />
        <MeasureChart measure="accuracy" trainings={trainings} height={height} scale="linear" />
      </div>
    </div>
  );
}

interface MeasureChartProps extends CurvesChartProps {
  measure: Measure;
  scale: 'linear' | 'log';
}

const TITLES = { loss: 'Loss', accuracy: 'Accuracy' } as const;

function MeasureChart({ measure, trainings, height, scale }: MeasureChartProps) {
  const curves = useMemo(() => listCurves(trainings, measure), [trainings, measure]);
  const points = useMemo(() => listPoints(trainings, measure), [trainings, measure]);
  const [only] = trainings;
  const best = trainings.length === 1 && only !== undefined ? findBestEpoch(only.rows) : null;
  return (
    <figure className="curves__one" aria-label={`${TITLES[measure]} by epoch`}>
      <figcaption>{TITLES[measure]}</figcaption>
      <LineChart
        h={height}
        data={[...points]}
        dataKey="epoch"
        series={curves.map(({ key, title, colour, dashed }) => ({
          name: key,
          label: title,
          color: colour,
          ...(dashed ? { strokeDasharray: '5 4' } : {}),
        }))}
        curveType="linear"
        strokeWidth={2}
        withDots={points.length < 3}
        withLegend
        legendProps={{ verticalAlign: 'top', height: 28 }}
        connectNulls
        lineProps={{ isAnimationActive: false }}
        tooltipAnimationDuration={0}
        valueFormatter={(value) =>
          measure === 'accuracy' ? `${(value * 100).toFixed(1)} %` : value.toPrecision(4)
        }
        xAxisProps={{ type: 'number', domain: [0, 'dataMax'], allowDecimals: false, tickCount: 6 }}
        yAxisProps={{
          width: 52,
          tickFormatter: (value: number) =>
            measure === 'accuracy' ? `${Math.round(value * 100)} %` : formatNumber(value),
          domain: measure === 'accuracy' ? [0, 1] : ['auto', 'auto'],
          ...(scale === 'log' ? { scale: 'log' as const, allowDataOverflow: true } : {}),
        }}
        {...(best === null
          ? {}
          : {
              referenceLines: [
                {
                  x: best,
                  label: 'best',
                  labelPosition: 'insideBottomRight',
                  color: 'var(--state-green)',
                },
              ],
            })}
      />
    </figure>
  );
}
