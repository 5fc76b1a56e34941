import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const SOURCE = join(import.meta.dirname, '..');
const STYLES = join(
  dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css')),
  'styles',
);

/** Names that the app imports from Mantine's components. */
function listUsed(): string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((file) => file.endsWith('.tsx'))
    .map((file) => readFileSync(join(SOURCE, file), 'utf8'));
  const imports = texts.flatMap((text) => [
    ...text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g),
  ]);
  return imports.flatMap(([, names = '']) => names.split(',').map((name) => name.trim()));
}

describe('the styles of Mantine', () => {
  it('are there for every component in use', () => {
    const brought = readFileSync(join(import.meta.dirname, 'mantine.css'), 'utf8');
    const styled = listUsed().filter((name) => existsSync(join(STYLES, `${name}.layer.css`)));
    expect(styled.length).toBeGreaterThan(10);
    expect(styled.filter((name) => !brought.includes(`/${name}.layer.css'`))).toEqual([]);
  });
});
