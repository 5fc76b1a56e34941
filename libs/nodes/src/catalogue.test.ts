import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PORT_TYPES } from '@graft/graph';
import { catalogue } from './catalogue';

const HERE = new URL('./', import.meta.url);

/** Files that importing a file brings in, followed through relative imports; outside ones by name. */
function followImports(
  file: string,
  seen = new Set<string>(),
): { files: Set<string>; outside: Set<string> } {
  const outside = new Set<string>();
  const waiting = [file];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const text = readFileSync(new URL(`${next}.ts`, HERE), 'utf8');
    for (const [, typeOnly, from = ''] of text.matchAll(
      /^(?:import|export)( type)? [^;]*?from '([^']+)';/gms,
    )) {
      if (typeOnly !== undefined) continue;
      if (from.startsWith('./')) waiting.push(from.slice(2));
      else outside.add(from);
    }
  }
  return { files: seen, outside };
}

describe('catalogue', () => {
  it('can be loaded in a browser', () => {
    const { files, outside } = followImports('index');
    expect(files.has('train.node')).toBe(true);
    expect([...files].filter((name) => name.endsWith('.step'))).toEqual([]);
    expect([...outside].sort()).toEqual(['@graft/errors', '@graft/graph', '@graft/model', 'zod']);
  });

  it('knows no kind that is only a property of every object', () => {
    for (const kind of ['constructor', '__proto__', 'toString']) {
      expect(catalogue.get(kind)).toBeUndefined();
    }
  });

  describe.each([...catalogue])('%s', (kind, definition) => {
    it('has defaults for every parameter', () => {
      expect(definition.params.safeParse({}).success).toBe(true);
    });

    it('refuses unknown parameters', () => {
      expect(definition.params.safeParse({ unheardOf: 1 }).success).toBe(false);
    });

    it('describes every parameter', () => {
      const names = Object.keys(definition.params.shape).sort();
      expect(Object.keys(definition.fields).sort()).toEqual(names);
      for (const field of Object.values(definition.fields)) {
        expect(field.title).not.toBe('');
        expect(field.help).toMatch(/[.]$/);
      }
    });

    it('explains itself', () => {
      expect(definition.kind).toBe(kind);
      expect(definition.summary).toMatch(/[.]$/);
      expect(definition.docs).toContain('**When**');
      expect(definition.docs).toContain('**Typical');
      const method = definition.group === 'model' || definition.group === 'learn';
      if (method) expect(definition.docs).toMatch(/^Source: /m);
    });

    it('has ports of known types', () => {
      for (const port of [
        ...Object.values(definition.inputs),
        ...Object.values(definition.outputs),
      ]) {
        expect(PORT_TYPES).toContain(port.type);
        expect(port.title).not.toBe('');
      }
    });
  });
});
