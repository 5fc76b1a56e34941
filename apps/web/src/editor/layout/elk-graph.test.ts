import type { Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { describe, expect, it } from '@jest/globals';
import ELK from 'elkjs';
import fc from 'fast-check';
import { placePorts } from '../card-size';
import type { Box } from '../document/arrange-nodes';
import { listContent } from '../document/frame-content';
import type { DrawnNode, Drawing } from './drawing';
import { describeDrawing, readPlaces } from './elk-graph';

const elk = new ELK();
const lay = async (drawing: Drawing) => readPlaces(await elk.layout(describeDrawing(drawing)));

const DATA = { type: 'dataset', title: 'Data' } as const;
const PORTS = placePorts({ inputs: { in: DATA, in2: DATA }, outputs: { out: DATA, out2: DATA } });
const node = (id: string, x = 0, y = 0): DrawnNode => ({
  ...{ id, x, y, width: 240, height: 180 },
  ports: PORTS,
});

/** `a.out > b.in` */
function wire(text: string): Graph['edges'][number] {
  const [from = [], to = []] = text.split(' > ').map((end) => end.split('.'));
  return {
    from: { node: from[0] ?? '', port: from[1] ?? '' },
    to: { node: to[0] ?? '', port: to[1] ?? '' },
  };
}

const at = (places: Map<string, Box>, id: string): Box => {
  const place = places.get(id);
  if (place === undefined) throw new Error(`"${id}" was not placed`);
  return place;
};

function overlap(a: Box, b: Box): boolean {
  const x = a.x < b.x + b.width && b.x < a.x + a.width;
  return x && a.y < b.y + b.height && b.y < a.y + a.height;
}

function expectApart(boxes: readonly Box[]): void {
  const pairs = boxes.flatMap((a, index) => boxes.slice(index + 1).map((b) => [a, b] as const));
  expect(pairs.filter(([a, b]) => overlap(a, b))).toEqual([]);
}

describe('the layout of a drawing', () => {
  it('puts every node right of all that feed it, and lets nothing overlap', async () => {
    const pairs = fc.uniqueArray(fc.tuple(fc.nat(7), fc.nat(7)), {
      maxLength: 14,
      selector: ([from, to]) => `${from} ${to}`,
    });
    await fc.assert(
      fc.asyncProperty(pairs, async (drawn) => {
        const forward = drawn.filter(([from, to]) => from < to);
        const nodes = Array.from({ length: 8 }, (_, index) => node(`n${index}`));
        const wires = forward.map(([from, to]) => wire(`n${from}.out > n${to}.in`));
        const notes = [{ id: 'note:a', x: 20, y: 190, width: 240, height: 64 }];
        const places = await lay({ nodes, wires, notes, frames: [] });
        for (const [from, to] of forward) {
          expect(at(places, `n${to}`).x).toBeGreaterThan(at(places, `n${from}`).x + 240);
        }
        expectApart([...places.values()]);
      }),
      { numRuns: 25 },
    );
  });

  //   a ──out──> in2 ┐
  //   b ──out──> in  ┴ c
  it.each([
    ['b', 'a'],
    ['a', 'b'],
  ])('puts what enters an upper port above what enters a lower one: %s, %s', async (...order) => {
    const [upper, lower] = order;
    const places = await lay({
      nodes: [node('a'), node('b'), node('c')],
      wires: [wire(`${upper}.out > c.in`), wire(`${lower}.out > c.in2`)],
      notes: [],
      frames: [],
    });
    expect(at(places, upper).y).toBeLessThan(at(places, lower).y);
  });

  //   ┌ outer ────────────────────┐
  //   │ a ──> │inner│ b ──> c │   │ ──> d
  //   └───────────────────────────┘
  it('keeps on a frame what lies on it, and nothing else', async () => {
    const frame = (id: string, x: number, width: number): Box => ({
      id,
      x,
      y: 0,
      width,
      height: 300,
    });
    const places = await lay({
      nodes: [node('a', 10, 60), node('b', 400, 60), node('c', 700, 60), node('d', 1200, 60)],
      wires: [wire('a.out > b.in'), wire('b.out > c.in'), wire('c.out > d.in')],
      notes: [{ id: 'note:n', x: 700, y: 250, width: 240, height: 64 }],
      frames: [frame('frame:outer', 0, 1000), frame('frame:inner', 390, 600)],
    });
    const boxes = [...places.values()];
    expect(listContent(at(places, 'frame:inner'), boxes).sort()).toEqual(['b', 'c', 'note:n']);
    expect(listContent(at(places, 'frame:outer'), boxes).sort()).toEqual(
      ['a', 'b', 'c', 'frame:inner', 'note:n'].sort(),
    );
    const inner = at(places, 'frame:inner');
    expect(at(places, 'c').x - at(places, 'b').x).toBe(240 + 72);
    expect(Math.min(at(places, 'b').y, at(places, 'note:n').y) - inner.y).toBeGreaterThanOrEqual(
      60,
    );
  });

  //   a ──> b ──> c     [note] lies above c
  it('keeps a note with the node that it lies at', async () => {
    const places = await lay({
      nodes: [node('a', 900, 900), node('b', 0, 0), node('c', 0, 600)],
      wires: [wire('a.out > b.in'), wire('b.out > c.in')],
      notes: [{ id: 'note:n', x: 10, y: 520, width: 240, height: 64 }],
      frames: [],
    });
    const [note, c] = [at(places, 'note:n'), at(places, 'c')];
    expect(Math.abs(note.x - c.x)).toBeLessThanOrEqual(240);
    expect(c.y - (note.y + note.height)).toBe(16);
  });

  //   a ──> (nothing)     a ⇄ b
  it('takes wires that lead nowhere, and circles', async () => {
    const wires = ['a.out > gone.in', 'a.other > b.in', 'a.out > b.in', 'b.out > a.in'].map(wire);
    const places = await lay({ nodes: [node('a'), node('b')], wires, notes: [], frames: [] });
    expect([...places.keys()].sort()).toEqual(['a', 'b']);
  });

  it('knows the ports of every node of the catalogue', async () => {
    const nodes = Array.from(catalogue.values(), (definition) => ({
      ...node(definition.kind),
      ports: placePorts(definition),
    }));
    expectApart([...(await lay({ nodes, wires: [], notes: [], frames: [] })).values()]);
  });
});
