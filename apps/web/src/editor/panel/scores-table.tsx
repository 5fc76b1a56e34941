import { Text } from '@mantine/core';
import * as words from '#words/panel';
import { formatCount, formatNumber, formatShare } from '../../frame/format';
import { orderModels, type Ranking } from './scores-format';

/** How well each model is expected to transfer, the best first; higher is better everywhere. */
export function ScoresTable({ ranking }: { ranking: Ranking }) {
  const show = (score: number | null) => (score === null ? '' : formatNumber(score));
  return (
    <>
      <Text size="sm" mb={8}>
        {words.onExamples(formatCount(ranking.examples))}
      </Text>
      <table className="table table--dense" aria-label={words.scores}>
        <thead>
          <tr>
            <th>{words.model}</th>
            <th className="right">{words.nearestNeighbours}</th>
            <th className="right">{words.logME}</th>
            <th className="right">{words.hScore}</th>
            <th className="right">{words.linearClassifier}</th>
            <th className="right">{words.leep}</th>
            <th className="right">{words.nce}</th>
          </tr>
        </thead>
        <tbody>
          {orderModels(ranking).map(({ name, knn, logme, hScore, probe, leep, nce }) => (
            <tr key={name}>
              <td>{name}</td>
              <td className="right">{formatShare(knn)}</td>
              <td className="right">{formatNumber(logme)}</td>
              <td className="right">{formatNumber(hScore)}</td>
              <td className="right">{probe === null ? '' : formatShare(probe)}</td>
              <td className="right">{show(leep)}</td>
              <td className="right">{show(nce)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
