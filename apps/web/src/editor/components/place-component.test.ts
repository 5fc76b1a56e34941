import { makeComponent, wireId, type Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { draw } from '@graft/testing/drawings';
import { describe, expect, it } from '@jest/globals';
import { listOffered, mergeKinds } from './list-offered';
import { placeComponent, type Spot } from './place-component';
import type { ComponentVersion } from './use-components';

const DRAWN = draw();
const listWires = ({ edges }: Graph) => edges.map(wireId);

/** A version of a component of nodes of the drawing. */
function keep(name: string, number: number, ids: readonly string[]): ComponentVersion {
  const wish = { kind: `component:${name}@${number}`, title: name, params: [] };
  const made = makeComponent(DRAWN, catalogue, ids, wish);
  if (!made.ok) throw new Error(made.reason);
  return [made.component];
}

const FREEZE = keep('frozen', 1, ['freeze']);
const at = (spot: Partial<Spot> = {}): Spot => ({ place: () => ({ x: 10, y: 20 }), ...spot });

describe('placeComponent', () => {
  //   base ──> freeze      becomes      base ──> [ freeze ] ──> freeze
  it('puts a component into a wire, as it does any node', () => {
    const wire = DRAWN.edges.find(({ to }) => to.node === 'freeze');
    if (wire === undefined) throw new Error('the drawing has no wire into freeze');
    const placed = placeComponent(DRAWN, catalogue, FREEZE, at({ onWire: wireId(wire) }));
    const wires = listWires(placed?.graph ?? DRAWN);
    expect(wires).not.toContain(wireId(wire));
    expect(wires.filter((id) => id.includes('frozen'))).toEqual([
      'base.model>frozen.model',
      'frozen.model>freeze.model',
    ]);
  });

  it('lets it lie beside a wire that it does not fit', () => {
    const wire = DRAWN.edges.find(({ from }) => from.node === 'data');
    if (wire === undefined) throw new Error('the drawing has no wire from data');
    const placed = placeComponent(DRAWN, catalogue, FREEZE, at({ onWire: wireId(wire) }));
    expect(listWires(placed?.graph ?? DRAWN)).toEqual(listWires(DRAWN));
    expect(placed?.graph.nodes.at(-1)).toMatchObject({ id: 'frozen', position: { x: 10, y: 20 } });
  });

  it('draws the wire that it was searched for', () => {
    const wire = (id: string) => ({
      from: { node: 'base', port: 'model' },
      to: { node: id, port: 'model' },
    });
    const placed = placeComponent(DRAWN, catalogue, FREEZE, at({ wire }));
    expect(listWires(placed?.graph ?? DRAWN)).toContain('base.model>frozen.model');
  });
});

describe('mergeKinds', () => {
  it('offers the newest version of a component once, and what only the document holds', () => {
    const [one, two, other] = [
      FREEZE,
      keep('frozen', 2, ['freeze']),
      keep('headed', 1, ['head']),
    ].map((version) => listOffered([version])[0]);
    if (!one || !two || !other) throw new Error('all of them have definitions');
    const held = new Map([one, other].map(({ definition }) => [definition.kind, definition]));
    expect([...mergeKinds(held, [two]).keys()]).toEqual([
      'component:headed@1',
      'component:frozen@2',
    ]);
  });
});
