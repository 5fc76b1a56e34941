import { describe, expect, it } from '@jest/globals';
import { ModelRepository } from './model-repository';
import type { Client } from './prisma';

/** A database that knows models by number and counts how often it is asked. */
function openModels() {
  const asked: unknown[] = [];
  const findFirst = async (query: { where: { number?: number; workspaceId: string } }) => {
    asked.push(query.where);
    await Promise.resolve();
    const { number = 7, workspaceId } = query.where;
    if (workspaceId === 'empty') return null;
    return {
      id: `v${String(number)}`,
      number,
      labels: [],
      metrics: {},
      tags: [],
      model: { name: 'm' },
    };
  };
  return {
    asked,
    models: new ModelRepository({ modelVersion: { findFirst } } as unknown as Client),
  };
}

describe('looking for a model', () => {
  it('is done once for those who ask the same at the same time', async () => {
    const { asked, models } = openModels();
    const first = models.find('w', 'm');
    const others = [
      models.find('w', 'm'),
      models.find('w', 'm', 3),
      models.find('empty', 'm'),
      models.find('w', 'm'),
    ];
    expect((await first)?.number).toBe(7);
    expect((await Promise.all(others)).map((found) => found?.number)).toEqual([7, 3, undefined, 7]);
    // The first began before the others asked; of those, two ask the same.
    expect(asked).toHaveLength(4);
  });

  it('is done again for those who ask later', async () => {
    const { asked, models } = openModels();
    await models.find('w', 'm');
    await models.find('w', 'm');
    expect(asked).toHaveLength(2);
  });
});
