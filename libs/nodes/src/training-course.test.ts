import { describe, expect, it } from '@jest/globals';
import { buildSmallCnn } from '@graft/model';
import { exportFactsSchema } from './export/export-facts';
import { writeModelCard } from './export/model-card';
import { describeCourse, sayCourse } from './training-course';

const asPlanned = { ended: 'complete', learningRateChanges: [] } as const;

describe('the course of a training', () => {
  it('needs no words when all went as planned', () => {
    expect(sayCourse(describeCourse(asPlanned, { microBatches: 1 }))).toEqual([]);
  });

  it('names halved batches, other learning rates and an early end, and the model card does too', () => {
    const learningRateChanges = [{ version: 1, value: 0.01, step: 12 }];
    const course = describeCourse(
      { ended: 'finished-early', learningRateChanges },
      { microBatches: 2 },
    );
    const deviations = sayCourse(course);
    expect(deviations).toEqual([
      'memory ran out: each batch was computed in 2 parts, their gradients added',
      'learning rate changed to 0.01 after batch 12',
      'finished early by a person',
    ]);
    const input = { kind: 'image', height: 8, width: 8, channels: 3, mean: 0, scale: 1 } as const;
    const card = writeModelCard({
      spec: buildSmallCnn(input, 1),
      facts: exportFactsSchema.parse({
        name: 'objects',
        trainings: [{ kind: 'train', params: { epochs: 2 }, deviations }],
      }),
      ...{ report: null, format: 'onnx', float16: false },
    });
    for (const sentence of deviations) expect(card).toContain(`  - ${sentence}\n`);
  });
});
