import { LineChart } from '@mantine/charts';
import { Group, Text } from '@mantine/core';
import type { RunView } from '@graft/contracts';
import { catalogue } from '@graft/nodes';
import { useMemo } from 'react';
import * as words from '#words/runs';
import { rewriteNumbers } from '../words/numbers';
import { formatNumber, formatShare } from '../frame/format';
import { readRanGraph } from './read-ran-graph';
import { RegisterBest } from './register-best';
import { chooseScale, listSettingPoints, sayValue, type Settings } from './settings-format';
import { wordGraphs } from './word-graphs';
import { wordSettings } from './word-settings';
import './mantine-charts.css';

/** What was tried: a sentence, a plot over the varied field, a table, and the way to the best one. */
export function SettingsView({ settings: found, view }: { settings: Settings; view: RunView }) {
  const settings = useMemo(() => {
    const ran = readRanGraph(view);
    return ran === undefined ? found : wordSettings(found, wordGraphs([ran], catalogue));
  }, [found, view]);
  return (
    <>
      <Group justify="space-between" align="flex-start" gap="md" mb="md">
        <Text size="sm" flex={1} miw={280}>
          {rewriteNumbers(settings.sentence)}
        </Text>
        <RegisterBest view={view} />
      </Group>
      {settings.results.length > 1 && <SettingsChart settings={settings} />}
      <SettingsTable settings={settings} />
    </>
  );
}

function SettingsChart({ settings }: { settings: Settings }) {
  const points = useMemo(() => listSettingPoints(settings), [settings]);
  const scale = chooseScale(points);
  return (
    <figure className="curves__one" aria-label={words.validationAccuracyBy(settings.field ?? '')}>
      <figcaption>{words.validationAccuracyBy(settings.field ?? '')}</figcaption>
      <LineChart
        h={240}
        data={points}
        dataKey="value"
        series={[
          { name: 'mean', label: words.mean, color: 'var(--series-1)' },
          {
            name: 'low',
            label: words.intervalLow,
            color: 'var(--series-1)',
            strokeDasharray: '5 4',
          },
          {
            name: 'high',
            label: words.intervalHigh,
            color: 'var(--series-1)',
            strokeDasharray: '5 4',
          },
        ]}
        curveType="linear"
        lineProps={{ isAnimationActive: false }}
        tooltipAnimationDuration={0}
        valueFormatter={(share) => formatShare(share)}
        xAxisProps={
          scale === 'category'
            ? {}
            : {
                type: 'number',
                scale,
                domain: ['dataMin', 'dataMax'],
                tickCount: 6,
                tickFormatter: (value: number) => formatNumber(value),
              }
        }
        yAxisProps={{
          width: 56,
          tickFormatter: (share: number) => formatShare(share),
          domain: ['auto', 'auto'],
        }}
      />
    </figure>
  );
}

function SettingsTable({ settings: { results, best, field } }: { settings: Settings }) {
  return (
    <div className="report__scroll" tabIndex={0} role="group" aria-label={words.settings}>
      <table className="table table--dense">
        <thead>
          <tr>
            <th>{field ?? words.setting}</th>
            <th className="right">{words.validationAccuracy}</th>
            <th className="right">95 %</th>
            <th className="right">{words.validationLoss}</th>
            <th className="right">{words.repeats}</th>
          </tr>
        </thead>
        <tbody>
          {results.map(({ value, accuracy, interval, loss, runs }, at) => (
            <tr key={sayValue(value)}>
              <td className={at === best && results.length > 1 ? 'compare__better' : undefined}>
                {sayValue(value)}
                {at === best && results.length > 1 && words.isBest}
              </td>
              <td className="right">{formatShare(accuracy)}</td>
              <td className="right">
                {words.lowToHigh(formatShare(interval.low), formatShare(interval.high))}
              </td>
              <td className="right">{formatNumber(loss)}</td>
              <td className="right">{runs}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
