import type { CodeLanguage } from '@graft/model';
import { KERAS_SNIPPETS } from './snippets-keras';
import { NODE_SNIPPETS } from './snippets-node';

/** Functions that scripts bring along when something in them needs them, in the order of a script. */
export const SNIPPET_NAMES = [
  'read-pictures',
  'change-picture',
  'read-views',
  'show-views',
  'read-texts',
  'word-vectors',
  'mean-of-words',
  'copy-model',
  'resize-input',
  'draw-anew',
  'take-tail',
  'run-as-in-use',
  'learn-by-depth',
  'follow-rate',
  'wait-for-plateau',
  'watch-epochs',
  'show-epochs',
  'judge',
  'take-rows',
  'take-views',
  'judge-folds',
  'compare-reports',
  'take-features',
  'decompose',
  'draw-points',
  'h-score',
  'score-features',
  'score-source',
  'probe-features',
  'keep-scores',
  'name-examples',
] as const;
export type SnippetName = (typeof SNIPPET_NAMES)[number];

/** The text of a function; empty where the language has it built in. */
export function findSnippet(language: CodeLanguage, name: SnippetName): string {
  return (language === 'node' ? NODE_SNIPPETS : KERAS_SNIPPETS)[name].trim();
}

/** Names of the functions and classes that scripts may bring along. */
export function listSnippetNames(language: CodeLanguage): string[] {
  return SNIPPET_NAMES.flatMap((each) =>
    [
      ...findSnippet(language, each).matchAll(/^(?:async )?(?:function|class|const|def) (\w+)/gm),
    ].map(([, name = '']) => name),
  );
}
