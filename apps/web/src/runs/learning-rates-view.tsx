import { LineChart } from '@mantine/charts';
import { Text } from '@mantine/core';
import * as words from '#words/runs';
import { formatNumber } from '../frame/format';
import type { LearningRates } from './settings-format';
import './mantine-charts.css';

/** The plot of a learning-rate search, with its suggestion. */
export function LearningRatesView({ rates: { points, suggestion } }: { rates: LearningRates }) {
  return (
    <>
      <Text size="sm" mb="md">
        {suggestion === null
          ? words.theLossNeverFell
          : words.suggested(formatNumber(Number(suggestion.toPrecision(2))))}
      </Text>
      <figure className="curves__one" aria-label={words.lossByLearningRate}>
        <LineChart
          h={260}
          data={points.map((point) => ({ ...point }))}
          dataKey="learningRate"
          series={[{ name: 'smoothed', label: words.smoothedLoss, color: 'var(--series-1)' }]}
          curveType="linear"
          withDots={false}
          lineProps={{ isAnimationActive: false }}
          tooltipAnimationDuration={0}
          valueFormatter={(value) => formatNumber(value)}
          xAxisProps={{
            type: 'number',
            scale: 'log',
            domain: ['dataMin', 'dataMax'],
            tickFormatter: (value: number) => value.toExponential(0),
          }}
          yAxisProps={{ width: 56, tickFormatter: formatNumber, domain: ['auto', 'auto'] }}
          referenceLines={
            suggestion === null
              ? []
              : [{ x: suggestion, label: words.suggestedMark, color: 'var(--state-green)' }]
          }
        />
      </figure>
    </>
  );
}
