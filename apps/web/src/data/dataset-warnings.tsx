import { Alert } from '@mantine/core';
import type { DatasetView } from '@graft/contracts';
import { FEW_EXAMPLES } from '@graft/graph';
import { TriangleAlert } from 'lucide-react';
import { formatPlural } from '../frame/format';

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
        <Warning
          title={`${formatPlural(few, 'class', 'classes')} with fewer than ${FEW_EXAMPLES} examples`}
        >
          So few say little: one split differs much from the next. Add examples, or look at several
          seeds.
        </Warning>
      )}
      {ratio > IMBALANCE && (
        <Warning
          title={`The largest class has ${Math.round(ratio)} times the examples of the smallest`}
        >
          A model then learns to name the large class. Add examples to the small one, use class
          weights in Train, or look at the balanced accuracy.
        </Warning>
      )}
    </>
  );
}

function Warning({ title, children }: { title: string; children: string }) {
  return (
    <Alert mb={16} color="yellow" icon={<TriangleAlert size={18} />} title={title}>
      {children}
    </Alert>
  );
}
