import { Text } from '@mantine/core';
import type { Prediction } from '@graft/contracts';
import { ExamplePicture } from '../data/example-picture';

/** The training examples that an input is most like: why the model answers as it does. */
export function NearestExamples({ nearest }: Pick<Prediction, 'nearest'>) {
  if (nearest.length === 0) return null;
  return (
    <section className="nearest" aria-label="Nearest training examples">
      <Text size="sm" fw={600}>
        Most like these, of all it has learned from
      </Text>
      <ul>
        {nearest.map(({ dataset, sha256, similarity }) => (
          <li key={sha256}>
            <ExamplePicture dataset={dataset} sha256={sha256} name="training example" />
            <span className="numbers" title="Cosine of the features">
              {similarity.toFixed(2)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
