import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { format } from 'prettier';
import { catalogue } from './catalogue';
import { describeCatalogue } from './describe-catalogue';

const PAGE = new URL('../../../docs/nodes.md', import.meta.url);

describe('docs/nodes.md', () => {
  it('says what the node definitions say (UPDATE_DOCS=1 writes it)', async () => {
    const options = { parser: 'markdown', printWidth: 100, singleQuote: true };
    const page = await format(describeCatalogue(catalogue), options);
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, page);
    expect(readFileSync(PAGE, 'utf8')).toBe(page);
  });

  it('names every kind and parameter', () => {
    const page = describeCatalogue(catalogue);
    for (const [kind, definition] of catalogue) {
      expect(page).toContain(`(\`${kind}\`)`);
      for (const name of Object.keys(definition.params.shape))
        expect(page).toContain(`\`${name}\``);
    }
    expect(page).not.toContain('undefined');
  });

  it('says of every method when to use it, what is typical, and where it comes from', () => {
    const methods = [...catalogue].filter(
      ([, { group }]) => group !== 'data' && group !== 'deliver',
    );
    expect(methods.length).toBeGreaterThan(10);
    for (const [kind, { docs }] of methods) {
      const said = ['**When**', '**Typical**', 'Source:'].filter((part) => docs.includes(part));
      expect([kind, ...said]).toEqual([kind, '**When**', '**Typical**', 'Source:']);
    }
  });
});
