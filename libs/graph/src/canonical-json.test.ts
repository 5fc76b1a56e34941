import { describe, expect, it } from '@jest/globals';
import { UnexpectedError } from '@graft/errors';
import fc from 'fast-check';
import { canonicalise } from './canonical-json';
import { digestJson } from './digest';

/** The same value with the keys of every object in another order. */
function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reverseKeys(item)]),
  );
}

describe('canonicalise', () => {
  it('says the same as JSON, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const text = canonicalise(value);
        expect(canonicalise(reverseKeys(value))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('sorts keys and leaves no white space', () => {
    expect(canonicalise({ b: [1, { d: null, c: 'x' }], a: true, B: 1e21, é: -0 })).toBe(
      '{"B":1e+21,"a":true,"b":[1,{"c":"x","d":null}],"é":0}',
    );
  });

  it('refuses what JSON can not say, naming the place', () => {
    const cases: [unknown, RegExp][] = [
      [{ a: [1, Number.NaN] }, /\$\.a\.1 is NaN/],
      [{ a: Infinity }, /\$\.a is Infinity/],
      [{ a: undefined }, /\$\.a is undefined/],
      [new Array(2), /\$\.0 is undefined/],
      [{ a: 1n }, /bigint/],
      [{ a: () => 1 }, /function/],
      [{ a: new Date(0) }, /\$\.a is a object/],
      [new Map(), /object/],
    ];
    for (const [value, sentence] of cases) expect(() => canonicalise(value)).toThrow(sentence);
  });

  it('refuses to nest deeper than 64 levels, also in a circle', () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect(() => canonicalise(circle)).toThrow(UnexpectedError);
    const nest = (depth: number): unknown => (depth === 0 ? 1 : [nest(depth - 1)]);
    expect(canonicalise(nest(64))).toHaveLength(129);
    expect(() => canonicalise(nest(65))).toThrow(/64 levels/);
  });
});

describe('digestJson', () => {
  it('is SHA-256 of the canonical text', () => {
    // Of the empty object and of {"a":1}: printf '{}' | sha256sum
    expect(digestJson({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
    expect(digestJson({ a: 1 })).toBe(
      '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862',
    );
  });

  it('tells different values apart', () => {
    expect(digestJson({ a: '1' })).not.toBe(digestJson({ a: 1 }));
    expect(digestJson([[], []])).not.toBe(digestJson([[[]]]));
  });
});
