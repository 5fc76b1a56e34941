import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const SOURCE = join(import.meta.dirname, '..');
const STYLES = join(
  dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css')),
  'styles',
);

const FORMS = 'mantine-forms.css';
/** What these are made of has the styles. */
const MADE_OF = new Map([
  ['Select', 'Combobox'],
  ['Autocomplete', 'Combobox'],
  ['MultiSelect', 'PillsInput'],
  ['TagsInput', 'PillsInput'],
]);

interface Use {
  readonly file: string;
  readonly component: string;
  /** It imports the styles of forms. */
  readonly forms: boolean;
}

/** Components of Mantine that have styles, by the file that imports them. */
function listUses(): Use[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => {
      const text = readFileSync(join(SOURCE, file), 'utf8');
      const imports = [...text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)];
      const names = imports.flatMap(([, each = '']) => each.split(',').map((name) => name.trim()));
      return names.map((name) => ({
        file,
        component: MADE_OF.get(name) ?? name,
        forms: text.includes(`/${FORMS}'`),
      }));
    })
    .filter(({ component }) => existsSync(join(STYLES, `${component}.layer.css`)));
}

describe('the styles of Mantine', () => {
  it('are there for every component in use', () => {
    const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
    const [everywhere, inForms] = [read('mantine.css'), read(FORMS)];
    const uses = listUses();
    expect(uses.length).toBeGreaterThan(100);
    const missing = uses.filter(({ component, forms }) => {
      const brought = forms ? everywhere + inForms : everywhere;
      return !brought.includes(`/${component}.layer.css'`);
    });
    expect(missing).toEqual([]);
  });

  it('bring the patches of colour in legends with every chart', () => {
    const styles = readFileSync(join(SOURCE, 'runs/mantine-charts.css'), 'utf8');
    expect(styles).toContain('/ColorSwatch.layer.css');
    const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' });
    const charts = files
      .filter((file) => file.endsWith('.tsx'))
      .map((file) => readFileSync(join(SOURCE, file), 'utf8'))
      .filter((text) => text.includes("'@mantine/charts'"));
    expect(charts.length).toBeGreaterThan(2);
    for (const text of charts) expect(text).toContain("/mantine-charts.css'");
  });
});
