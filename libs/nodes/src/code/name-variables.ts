import type { CodeLanguage } from '@graft/model';
import { listSnippetNames } from './snippets';

/** Words of the languages, and names that all scripts use themselves. */
const TAKEN: Readonly<Record<CodeLanguage, ReadonlySet<string>>> = {
  node: new Set(
    (
      'abstract arguments async await boolean break byte case catch char class const continue debugger ' +
      'default delete do double else enum eval export extends false final finally float for function get ' +
      'goto if implements import in instanceof int interface let long native new null of package private ' +
      'protected public return set short static super switch synchronized this throw throws transient ' +
      'true try typeof undefined var void volatile while with yield globalThis Math JSON Set Map Object ' +
      'Array Number String Promise Int32Array NaN Infinity console process tf sharp readFile writeFile ' +
      'examples layer step x y repeat fold learn choose test seedRandom'
    ).split(' '),
  ),
  keras: new Set(
    (
      'False None True and as assert async await break class continue def del elif else except finally ' +
      'for from global if import in is lambda nonlocal not or pass raise return try while with yield ' +
      'match case type int float str list dict set len range round print open map min max sum zip object ' +
      'csv json math np keras layers Image ImageOps unicodedata random callbacks examples layer step x y inputs fold'
    ).split(' '),
  ),
};

/** Gives variables to nodes: their ids as the language writes names, each used once. */
export function createNamer(language: CodeLanguage): (id: string, suffix?: string) => string {
  const owners = new Map<string, string>();
  const taken = new Set([...TAKEN[language], ...listSnippetNames(language)]);
  return (id, suffix = '') => {
    const plain = spell(language, suffix === '' ? id : `${id}-${suffix}`);
    const wanted = taken.has(plain) ? spell(language, `${plain}-node`) : plain;
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? wanted : `${wanted}${String(count)}`;
      const owner = owners.get(name);
      if (owner !== undefined && owner !== `${id} ${suffix}`) continue;
      owners.set(name, `${id} ${suffix}`);
      return name;
    }
  };
}

function spell(language: CodeLanguage, id: string): string {
  const words = id.split(/[^A-Za-z0-9]+/).filter(Boolean);
  if (language === 'keras') return words.map((word) => word.toLowerCase()).join('_');
  return words
    .map((word, index) => (index === 0 ? lowerFirst(word) : word[0]?.toUpperCase() + word.slice(1)))
    .join('');
}

function lowerFirst(word: string): string {
  return `${word[0]?.toLowerCase() ?? ''}${word.slice(1)}`;
}
