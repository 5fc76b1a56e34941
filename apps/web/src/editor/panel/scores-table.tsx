import { Text } from '@mantine/core';
import { formatCount, formatNumber, formatShare } from '../../frame/format';
import { orderModels, type Ranking } from './scores-format';

/** How well each model is expected to transfer, the best first; higher is better everywhere. */
export function ScoresTable({ ranking }: { ranking: Ranking }) {
  const show = (score: number | null) => (score === null ? '' : formatNumber(score));
  return (
    <>
      <Text size="sm" mb={8}>
        On {formatCount(ranking.examples)} examples, the best first. Higher is better in every
        column.
      </Text>
      <table className="table table--dense" aria-label="Scores">
        <thead>
          <tr>
            <th>Model</th>
            <th className="right">Nearest neighbours</th>
            <th className="right">LogME</th>
            <th className="right">H-score</th>
            <th className="right">Linear classifier</th>
            <th className="right">LEEP</th>
            <th className="right">NCE</th>
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
