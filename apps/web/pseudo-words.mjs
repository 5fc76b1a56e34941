import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const WORDS = fileURLToPath(new URL('src/words/', import.meta.url));
const MARK = '\0pseudo:';

/** Puts a language that nobody speaks (src/words/pseudo.ts) in the place of the catalogue: `--mode pseudo`. */
export function pseudoWords() {
  return {
    name: 'pseudo-words',
    enforce: 'pre',
    resolveId(source) {
      const [, area] = /^#words\/([\w-]+)$/.exec(source) ?? [];
      return area === undefined || area === 'language' ? null : MARK + area;
    },
    async load(id) {
      if (!id.startsWith(MARK)) return null;
      const file = `${WORDS}en/${id.slice(MARK.length)}.ts`;
      const names = [...(await readFile(file, 'utf8')).matchAll(/^export const (\w+)/gm)];
      if (names.length === 0) this.error(`${file} exports no texts`);
      return [
        `import * as english from ${JSON.stringify(file)};`,
        `import { pseudo } from ${JSON.stringify(`${WORDS}pseudo.ts`)};`,
        ...names.map(([, name]) => `export const ${name} = pseudo(english.${name});`),
      ].join('\n');
    },
  };
}
