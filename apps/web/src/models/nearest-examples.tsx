import { Text } from '@mantine/core';
import type { Prediction } from '@graft/contracts';
import * as words from '#words/models';
import { formatDecimal } from '../frame/format';
import { ExamplePicture } from '../data/example-picture';

/** The training examples that an input is most like: why the model answers as it does. */
export function NearestExamples({ nearest }: Pick<Prediction, 'nearest'>) {
  if (nearest.length === 0) return null;
  return (
    <section className="nearest" aria-label={words.nearestTrainingExamples}>
      <Text size="sm" fw={600}>
        {words.mostLikeThese}
      </Text>
      <ul>
        {nearest.map(({ dataset, sha256, similarity }) => (
          <li key={sha256}>
            <ExamplePicture dataset={dataset} sha256={sha256} name={words.trainingExample} />
            <span className="numbers" title={words.cosineOfTheFeatures}>
              {formatDecimal(similarity, 2)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
