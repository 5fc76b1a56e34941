import type { Json } from '@graft/graph';
import * as words from '#words/card-results';
import { formatShare } from '../../frame/format';
import { readAccuracy } from '../../runs/read-accuracy';

/** The accuracy in the summary of a step, with its interval. */
export function CardScore({ summary }: { summary: Readonly<Record<string, Json>> }) {
  const score = readAccuracy(summary);
  if (score === null) return <div className="card__preview card__blank">{words.noAccuracy}</div>;
  return (
    <div className="card__preview card__score numbers">
      <b>{formatShare(score.accuracy)}</b>
      <span>
        {score.interval === null
          ? words.right
          : words.likelyBetween(
              formatShare(score.interval[0], 0),
              formatShare(score.interval[1], 0),
            )}
      </span>
    </div>
  );
}
