import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KnownGraphs, prepareRun } from '@graft/contracts';
import type { Json } from '@graft/graph';
import { catalogue, createResources } from '@graft/nodes';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadBundle, type Bundle } from '../platform/load-bundle';

const assets = join(import.meta.dirname, '../../../../assets');

/** Each compiles the whole graph twice. */
const MOST_PLACES = 5;

interface Template {
  name: string;
  graph: { nodes: { id: string; kind: string; params: Record<string, Json> }[] };
}

let bundle: Bundle;
let templates: Template[];

beforeAll(async () => {
  bundle = await loadBundle(assets);
  const folder = join(assets, 'templates');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.graph.json'));
  templates = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, graph: JSON.parse(text) as Template['graph'] };
    }),
  );
});

const snapshot = () =>
  createResources({
    dataset: bundle.datasets.map(({ card }) => card),
    base: bundle.bases.map(({ card }) => card),
  });

/** Every number of a graph that may be another one, as `node.param`. */
function listNumbers({ graph }: Template): string[] {
  return graph.nodes.flatMap(({ id, params }) =>
    Object.entries(params).flatMap(([name, value]) =>
      typeof value === 'number' ? [`${id}.${name}`] : [],
    ),
  );
}

describe('graphs that are known', () => {
  it('give the same plan or the same issues as graphs that are read anew', () => {
    expect(templates.length).toBeGreaterThanOrEqual(10);
    const known = new KnownGraphs();
    const seen = new Set<string>();
    for (const template of templates) {
      const resources = snapshot();
      const places = listNumbers(template).slice(0, MOST_PLACES);
      const changes = places.flatMap((place): Record<string, Json>[] => [
        ...[{ [place]: 2 }, { [place]: -1 }],
      ]);
      for (const overrides of [{}, ...changes, {}]) {
        // As from two requests: equal, but not the same objects.
        const send = () => structuredClone(template.graph);
        const fresh = prepareRun(send(), overrides, catalogue, resources);
        const read = (document: unknown) => known.read(document);
        const quick = prepareRun(send(), overrides, catalogue, resources, {}, read);
        expect(quick).toEqual(fresh);
        seen.add(fresh.ok ? fresh.compiled.digest : JSON.stringify(fresh.issues));
      }
    }
    expect(seen.size).toBeGreaterThan(2 * templates.length);
  });

  it('see what a workspace has got since', () => {
    const known = new KnownGraphs();
    const template = templates.find(({ name }) => name.startsWith('objects-feature'));
    const prepare = (resources: ReturnType<typeof snapshot>) =>
      prepareRun(template?.graph, {}, catalogue, resources, {}, (given) => known.read(given));
    const none = createResources({ dataset: [], base: [] });
    expect(prepare(none)).toMatchObject({ ok: false });
    expect(prepare(snapshot())).toMatchObject({ ok: true });
    expect(prepare(none)).toMatchObject({ ok: false });
  });

  it('are forgotten when others were sent since, and read the same again', () => {
    const known = new KnownGraphs();
    const first = known.read({ format: 'a' });
    expect(known.read({ format: 'a' })).toBe(first);
    for (let at = 0; at < 40; at += 1) known.read({ format: `other-${at}` });
    const again = known.read({ format: 'a' });
    expect(again).not.toBe(first);
    expect(again.parsed).toEqual(first.parsed);
  });
});
