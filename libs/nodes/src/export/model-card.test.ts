import { describe, expect, it } from '@jest/globals';
import { buildSmallCnn } from '@graft/model';
import { exportFactsSchema } from './export-facts';
import { writeModelCard } from './model-card';

const INPUT = { kind: 'image', height: 8, width: 8, channels: 3, mean: 0, scale: 1 } as const;

function writeCard(facts: object): string {
  return writeModelCard({
    spec: { ...buildSmallCnn(INPUT, 1), labels: ['cat', 'dog'] },
    facts: exportFactsSchema.parse({ name: 'pets', ...facts }),
    ...{ report: null, format: 'onnx', float16: false },
  });
}

describe('the model card', () => {
  it('says where the model comes from: data version, run, base, seed and the code that trained it', () => {
    const digest = 'd'.repeat(64);
    const classes = [
      { name: 'cat', count: 3 },
      { name: 'dog', count: 4 },
    ];
    const card = writeCard({
      ...{ version: 2, runId: 'run-1', base: { name: 'MobileNet', licence: 'Apache-2.0' } },
      data: [{ name: 'pets, version 3', digest, classes }],
      trainings: [{ kind: 'train', params: { epochs: 5, seed: 7 } }],
      code: [
        { version: '0.1.0', revision: 'abc' },
        { version: '0.2.0', revision: null },
      ],
    });
    for (const line of [
      '# pets, version 2',
      '- Graft run run-1',
      '- Trained by Graft 0.1.0, revision abc',
      '- Trained by Graft 0.2.0',
      `- pets, version 3: 7 examples (cat 3, dog 4); sha256 ${digest}`,
      '- Transfer learning from MobileNet',
      '- train: epochs 5, seed 7',
      '- Base model MobileNet: Apache-2.0',
    ]) {
      expect(card.split('\n')).toContain(line);
    }
  });

  it('says nothing of what nobody noted', () => {
    expect(writeCard({})).not.toContain('Trained by');
  });
});
