import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { graphSchema, type Graph, type Json } from '@graft/graph';
import type { Comparison } from '@graft/nodes/steps';
import { EngineRoom } from './testing/engine-room';
import { compileGraph } from './testing/graphs';
import { TestSupervisor } from './testing/run-plan';

const TEMPLATE = join(import.meta.dirname, '../../../assets/templates/unrelated-base.graph.json');

async function readTemplate(changed: Record<string, Record<string, Json>>): Promise<Graph> {
  const graph = graphSchema.parse(JSON.parse(await readFile(TEMPLATE, 'utf8')));
  const nodes = graph.nodes.map((node) => ({
    ...node,
    params: { ...node.params, ...changed[node.id] },
  }));
  return { ...graph, nodes };
}

describe('the template of a base that has learned nothing of use, through an engine process', () => {
  let room: EngineRoom;

  beforeAll(async () => {
    room = await EngineRoom.open();
  });
  afterAll(() => room?.close());

  it('says that transfer hurts, by how much, and that one split is little', async () => {
    const resources = await room.storePictures({ digits: 100, 'emoji-objects': 120 });
    const graph = await readTemplate({
      split: { train: 0.5, validation: 0.1, test: 0.4 },
      train: { epochs: 10 },
      scratch: { epochs: 10 },
    });
    const run = new TestSupervisor(room.store, compileGraph(graph, resources));
    await run.runAll(await room.start());
    const { digest } = run.artifact('compare', 'report');
    const { sentence, verdicts, warnings } = (await room.store.readJson(digest)) as Comparison;
    const [verdict] = verdicts;
    expect(verdict?.outcome).toBe('hurts');
    expect(verdict?.asymptote.difference.high).toBeLessThan(0);
    expect(sentence).toMatch(
      /^The digits base hurts \(negative transfer\): .* than From scratch by/,
    );
    expect(warnings.join(' ')).toContain('One split and one seed');
  });
});
