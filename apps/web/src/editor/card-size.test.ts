import { describe, expect, it } from '@jest/globals';
import { CARD_WIDTH, placePorts, sizeCard } from './card-size';

const data = { type: 'dataset', title: 'Data set' } as const;
const model = { type: 'model', title: 'Model' } as const;

//   +-----------------+
//   |                 |
//   o dataset   model o
//   o model           |
//   +-----------------+
const ports = { inputs: { dataset: data, model }, outputs: { model } };

describe('placePorts', () => {
  it('puts the middle of each port on the edge of its card, a row each, inputs left', () => {
    const middles = placePorts(ports).map(({ id, type, x, y, width = 0, height = 0 }) => ({
      port: `${type} ${String(id)}`,
      x: x + width / 2,
      y: y + height / 2,
    }));
    const [first, second, third] = middles;
    expect(middles.map(({ port }) => port)).toEqual([
      'target dataset',
      'target model',
      'source model',
    ]);
    expect(middles.map(({ x }) => x)).toEqual([1, 1, CARD_WIDTH - 1]);
    expect(second?.y).toBe((first?.y ?? 0) + 24);
    expect(third?.y).toBe(first?.y);
  });

  it('keeps every port inside the height of its card', () => {
    const { height } = sizeCard(ports);
    for (const port of placePorts(ports)) {
      expect(port.y).toBeGreaterThan(0);
      expect(port.y + (port.height ?? 0)).toBeLessThan(height);
    }
  });
});
