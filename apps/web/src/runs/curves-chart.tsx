import { LineChart } from '@mantine/charts';
import { useMemo, useRef, useState } from 'react';
import { ReferenceArea } from 'recharts';
import * as words from '#words/runs';
import { formatNumber, formatShare } from '../frame/format';
import {
  cutPoints,
  findBestEpoch,
  listCurves,
  listPoints,
  orderRange,
  spanEpochs,
} from './curve-points';
import type { EpochRange, Measure, ShownTraining } from './curve-points';
import { CurvesTools } from './curves-tools';
import { EpochSlider } from './epoch-slider';
import './mantine-charts.css';
import './curves.css';

interface CurvesChartProps {
  trainings: readonly ShownTraining[];
  height: number;
}

/** Loss and accuracy over epochs, side by side; a drag over either looks at these epochs more closely. */
export function CurvesChart({ trainings, height }: CurvesChartProps) {
  const [scale, setScale] = useState<'linear' | 'log'>('linear');
  const [range, setRange] = useState<EpochRange | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const whole = useMemo(() => spanEpochs(trainings), [trainings]);
  const shared = { trainings, height, range, onZoom: setRange };
  return (
    <div ref={frame} className="curves">
      <CurvesTools frame={frame} trainings={trainings} scale={scale} onScale={setScale} />
      <div className="curves__pair">
        <MeasureChart measure="loss" scale={scale} {...shared} />
        <MeasureChart measure="accuracy" scale="linear" {...shared} />
      </div>
      {whole !== null && <EpochSlider whole={whole} range={range} onChange={setRange} />}
    </div>
  );
}

interface MeasureChartProps extends CurvesChartProps {
  measure: Measure;
  scale: 'linear' | 'log';
  range: EpochRange | null;
  onZoom: (range: EpochRange | null) => void;
}

/** Between the names of the curves and the curves: the best epoch of a single training stands there. */
const MARK_PX = 16;
/** More curves than this have no room for their names above them; pointing at one tells it. */
const MAX_NAMED = 8;
const TITLES = { loss: words.loss, accuracy: words.accuracy } as const;

function MeasureChart(props: MeasureChartProps) {
  const { measure, trainings, height, scale, range, onZoom } = props;
  const curves = useMemo(() => listCurves(trainings, measure), [trainings, measure]);
  const all = useMemo(() => listPoints(trainings, measure), [trainings, measure]);
  const points = useMemo(() => cutPoints(all, range), [all, range]);
  const drag = useDragRange(onZoom);
  const marked = trainings.length === 1;
  return (
    <figure className="curves__one" aria-label={words.titlesByEpoch(TITLES[measure])}>
      <figcaption>{TITLES[measure]}</figcaption>
      <LineChart
        {...(marked ? { h: height + MARK_PX, mt: -MARK_PX } : { h: height })}
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
        withLegend={curves.length <= MAX_NAMED}
        legendProps={{ verticalAlign: 'top', height: marked ? 28 + MARK_PX : 28 }}
        connectNulls
        lineProps={{ isAnimationActive: false }}
        lineChartProps={drag.handlers}
        tooltipAnimationDuration={0}
        valueFormatter={(value) => formatMeasure(measure, value)}
        xAxisProps={{
          type: 'number',
          domain: range === null ? [0, 'dataMax'] : [range[0], range[1]],
          allowDecimals: false,
          tickCount: 6,
        }}
        yAxisProps={{
          width: 52,
          tickFormatter: (value: number) =>
            measure === 'accuracy' ? `${Math.round(value * 100)} %` : formatNumber(value),
          domain: measure === 'accuracy' && range === null ? [0, 1] : ['auto', 'auto'],
          ...(scale === 'log' ? { scale: 'log' as const, allowDataOverflow: true } : {}),
        }}
        {...markBest(trainings, range)}
      >
        {drag.range !== null && (
          <ReferenceArea x1={drag.range[0]} x2={drag.range[1]} fillOpacity={0.15} />
        )}
      </LineChart>
    </figure>
  );
}

function formatMeasure(measure: Measure, value: number): string {
  return measure === 'accuracy' ? formatShare(value) : formatNumber(value);
}

/** A line at the best epoch of a single training, while that is in sight; its words stand above the curves. */
function markBest(trainings: readonly ShownTraining[], range: EpochRange | null) {
  const [only] = trainings;
  const best = trainings.length === 1 && only !== undefined ? findBestEpoch(only.rows) : null;
  if (best === null) return {};
  const [from, to] = range ?? [0, only?.rows.at(-1)?.epoch ?? best];
  if (best < from || best > to) return {};
  const late = best - from > to - best;
  return {
    referenceLines: [
      {
        x: best,
        label: {
          value: words.bestEpoch(best),
          position: 'top' as const,
          // To the side where there is room for it.
          textAnchor: late ? ('end' as const) : ('start' as const),
        },
        color: 'var(--state-green)',
      },
    ],
  };
}

interface PointedAt {
  readonly activeLabel?: string | number | undefined;
}

/** The epochs between where the pointer went down on a chart and where it is. */
function useDragRange(onZoom: (range: EpochRange | null) => void) {
  const [drag, setDrag] = useState<EpochRange | null>(null);
  const read = ({ activeLabel }: PointedAt) =>
    activeLabel === undefined ? null : Number(activeLabel);
  return {
    range: drag === null ? null : orderRange(...drag),
    handlers: {
      onMouseDown: (at: PointedAt) => {
        const epoch = read(at);
        setDrag(epoch === null ? null : [epoch, epoch]);
      },
      onMouseMove: (at: PointedAt) => {
        const epoch = read(at);
        if (drag !== null && epoch !== null) setDrag([drag[0], epoch]);
      },
      onMouseUp: () => {
        const range = drag === null ? null : orderRange(...drag);
        if (range !== null) onZoom(range);
        setDrag(null);
      },
      onMouseLeave: () => setDrag(null),
    },
  };
}
