import '@mantine/charts/styles.layer.css';
import { LineChart } from '@mantine/charts';
import { Button, Group, Text } from '@mantine/core';
import { isTerminal, type RunView } from '@graft/contracts';
import { Play } from 'lucide-react';
import { useMemo } from 'react';
import { formatShare } from '../frame/format';
import { chooseScale, listSettingPoints, sayValue, type Settings } from './settings-format';
import { useStartAgain } from './use-start-again';

/** What was tried: a sentence, a plot over the varied field, a table, and the way to the best one. */
export function SettingsView({ settings, view }: { settings: Settings; view: RunView }) {
  const start = useStartAgain();
  const overrides = { ...view.overrides, ...settings.chosen };
  return (
    <>
      <Group justify="space-between" align="flex-start" gap="md" mb="md">
        <Text size="sm" flex={1} miw={280}>
          {settings.sentence}
        </Text>
        <Button
          size="xs"
          leftSection={<Play size={14} />}
          disabled={!isTerminal(view.status)}
          onClick={() => start({ parentId: view.runId, overrides })}
        >
          Run the rest with the best one
        </Button>
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
    <figure className="curves__one" aria-label={`Validation accuracy by ${settings.field ?? ''}`}>
      <figcaption>Validation accuracy by {settings.field}</figcaption>
      <LineChart
        h={240}
        data={points}
        dataKey="value"
        series={[
          { name: 'mean', label: 'mean', color: 'var(--series-1)' },
          { name: 'low', label: '95 %, low', color: 'var(--series-1)', strokeDasharray: '5 4' },
          { name: 'high', label: '95 %, high', color: 'var(--series-1)', strokeDasharray: '5 4' },
        ]}
        curveType="linear"
        lineProps={{ isAnimationActive: false }}
        tooltipAnimationDuration={0}
        valueFormatter={(share) => formatShare(share)}
        xAxisProps={
          scale === 'category'
            ? {}
            : { type: 'number', scale, domain: ['dataMin', 'dataMax'], tickCount: 6 }
        }
        yAxisProps={{ width: 56, domain: ['auto', 'auto'] }}
      />
    </figure>
  );
}

function SettingsTable({ settings: { results, best, field } }: { settings: Settings }) {
  return (
    <div className="report__scroll" tabIndex={0} role="group" aria-label="Settings">
      <table className="table table--dense">
        <thead>
          <tr>
            <th>{field ?? 'Setting'}</th>
            <th className="right">Validation accuracy</th>
            <th className="right">95 %</th>
            <th className="right">Validation loss</th>
            <th className="right">Repeats</th>
          </tr>
        </thead>
        <tbody>
          {results.map(({ value, accuracy, interval, loss, runs }, at) => (
            <tr key={sayValue(value)}>
              <td className={at === best && results.length > 1 ? 'compare__better' : undefined}>
                {sayValue(value)}
                {at === best && results.length > 1 && ' (best)'}
              </td>
              <td className="right">{formatShare(accuracy)}</td>
              <td className="right">
                {formatShare(interval.low)} to {formatShare(interval.high)}
              </td>
              <td className="right">{loss.toPrecision(4)}</td>
              <td className="right">{runs}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
