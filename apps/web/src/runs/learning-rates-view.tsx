import '@mantine/charts/styles.layer.css';
import { LineChart } from '@mantine/charts';
import { Text } from '@mantine/core';
import { formatNumber } from '../frame/format';
import type { LearningRates } from './settings-format';

/** The plot of a learning-rate search, with its suggestion. */
export function LearningRatesView({ rates: { points, suggestion } }: { rates: LearningRates }) {
  return (
    <>
      <Text size="sm" mb="md">
        {suggestion === null
          ? 'The loss never fell: no learning rate is suggested.'
          : `Suggested: ${suggestion.toPrecision(2)}, where the loss falls fastest.`}
      </Text>
      <figure className="curves__one" aria-label="Loss by learning rate">
        <LineChart
          h={260}
          data={points.map((point) => ({ ...point }))}
          dataKey="learningRate"
          series={[{ name: 'smoothed', label: 'loss, smoothed', color: 'var(--series-1)' }]}
          curveType="linear"
          withDots={false}
          lineProps={{ isAnimationActive: false }}
          tooltipAnimationDuration={0}
          valueFormatter={(value) => value.toPrecision(4)}
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
              : [{ x: suggestion, label: 'suggested', color: 'var(--state-green)' }]
          }
        />
      </figure>
    </>
  );
}
