import { Text } from '@mantine/core';
import type { Prediction } from '@graft/contracts';
import * as words from '#words/models';
import { formatShare } from '../frame/format';
import { NearestExamples } from './nearest-examples';

interface AnswerProps {
  prediction: Prediction;
  /** Labels whose place in the picture can be shown. */
  explained: readonly string[];
  chosen: string | undefined;
  onChoose: (label: string) => void;
}

/** What the model says, and how sure it is of each label. */
export function Answer({ prediction, explained, chosen, onChoose }: AnswerProps) {
  const [best] = prediction.top;
  return (
    <div className="answer">
      <Text fz={22} fw={650} lh="28px">
        {best?.label}
      </Text>
      {prediction.unsure && (
        <Text size="sm" mt={4}>
          {words.aGuess}
        </Text>
      )}
      <ol className="answer__bars">
        {prediction.top.map(({ label, probability }) => (
          <li key={label}>
            {explained.includes(label) ? (
              <button
                type="button"
                className="answer__label"
                aria-pressed={label === chosen}
                title={words.showWhereTheModelSees(label)}
                onClick={() => onChoose(label)}
              >
                {label}
              </button>
            ) : (
              <span>{label}</span>
            )}
            <span className="answer__track">
              <span style={{ width: `${probability * 100}%` }} />
            </span>
            <span className="numbers">{formatShare(probability)}</span>
          </li>
        ))}
      </ol>
      <NearestExamples nearest={prediction.nearest} />
    </div>
  );
}
