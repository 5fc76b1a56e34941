import { Alert } from '@mantine/core';
import type { DatasetView } from '@graft/contracts';
import { FEW_EXAMPLES } from '@graft/graph';
import { TriangleAlert } from 'lucide-react';
import * as words from '#words/data';

/** A class with so many times the examples of another one outvotes it. */
const IMBALANCE = 10;

/** What a person should know before training on these examples. */
export function DatasetWarnings({ dataset }: { dataset: DatasetView }) {
  const counts = dataset.classes.map(({ count }) => count);
  const few = counts.filter((count) => count < FEW_EXAMPLES).length;
  const [most, least] = [Math.max(...counts), Math.min(...counts)];
  const ratio = most / Math.max(1, least);
  return (
    <>
      {few > 0 && (
        <Warning title={words.classesWithFewerThanExamples(few, FEW_EXAMPLES)}>
          {words.soFewSayLittle}
        </Warning>
      )}
      {ratio > IMBALANCE && (
        <Warning title={words.largestClassHasTimesTheSmallest(Math.round(ratio))}>
          {words.whatImbalanceDoes}
        </Warning>
      )}
    </>
  );
}

function Warning({ title, children }: { title: string; children: string }) {
  return (
    <Alert
      mb={16}
      color="yellow"
      icon={<TriangleAlert size={18} />}
      title={title}
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      {children}
    </Alert>
  );
}
