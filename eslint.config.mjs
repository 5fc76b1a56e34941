import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** What programs on a server may import. */
const SERVER = [
  ...['errors', 'graph', 'model', 'plan', 'nodes', 'contracts'],
  ...['db', 'storage', 'integrity', 'engine', 'workflows', 'tracing'],
];

/** Order of the house, from the ground up: a package may import itself and what its line allows. */
const LAYERS = {
  errors: [],
  graph: ['errors'],
  model: ['errors', 'graph'],
  plan: ['errors', 'graph', 'model'],
  contracts: ['errors', 'graph', 'model', 'plan'],
  workflows: ['errors', 'plan'],
  ml: ['errors', 'graph', 'model'],
  nodes: ['errors', 'graph', 'model', 'plan', 'ml'],
  engine: ['errors', 'graph', 'model', 'plan', 'ml', 'nodes'],
  db: ['errors', 'graph', 'model', 'plan', 'contracts'],
  storage: ['errors'],
  tracing: [],
  integrity: ['errors', 'plan', 'db', 'storage'],
  testing: [...SERVER, 'ml'],
  api: SERVER,
  worker: SERVER,
  cli: SERVER.filter((each) => each !== 'engine'),
  web: ['errors', 'graph', 'model', 'plan', 'nodes', 'contracts'],
};

/** What the pure libraries may take from outside. */
const OUTSIDE = {
  errors: [],
  graph: ['zod', '@noble/hashes', '@noble/hashes/*'],
  model: ['zod'],
  plan: ['zod', '@noble/hashes', '@noble/hashes/*'],
  contracts: ['zod'],
  ml: ['@tensorflow/tfjs-core', 'zod'],
  workflows: ['@temporalio/workflow', '@temporalio/common', '@temporalio/client'],
};

const PURE = ['errors', 'graph', 'model', 'plan', 'contracts', 'ml', 'nodes', 'workflows'];

const depConstraints = Object.entries(LAYERS).map(([name, below]) => ({
  sourceTag: `scope:${name}`,
  onlyDependOnLibsWithTags: [`scope:${name}`, ...below.map((each) => `scope:${each}`)],
  ...(OUTSIDE[name] ? { allowedExternalImports: OUTSIDE[name] } : {}),
}));

const HOUSE_SYNTAX = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
  { selector: 'ExportDefaultDeclaration', message: 'Use a named export.' },
];

/** What a person reads: text between tags, in attributes that are shown or read out, and sentences. */
const TEXT_SYNTAX = [
  'JSXElement:not([openingElement.name.name=/^([Cc]ode|Kbd)$/]) > JSXText[value=/[A-Za-z]{2}/]',
  'JSXFragment > JSXText[value=/[A-Za-z]{2}/]',
  'JSXAttribute[name.name=/^(title|label|aria-label|placeholder|description|alt|note|subtitle)$/] > Literal[value=/^(?!https:)[^a-z]*[a-z]{2}/i]',
  'JSXExpressionContainer > ConditionalExpression > Literal[value=/^[A-Z][a-z]/]',
  'Property[key.name=/^(title|label|message|description|word|meaning)$/] > Literal[value=/[a-z]{2}/]',
  ':not(JSXAttribute, ImportDeclaration, NewExpression, CallExpression[callee.object.name="console"]) > Literal[value=/^[A-Z]?[a-z]+,? [a-z]+ [a-z]/]',
  ':not([tag]) > TemplateLiteral > TemplateElement[value.raw=/(^|[A-Za-z]{2},? )[a-z]{2,} [a-z]{2,}/]',
].map((selector) => ({
  selector,
  message: 'Write texts into apps/web/src/words/en (docs/adr/0075).',
}));

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/generated/**',
      '.nx/**',
      '.graft/**',
      'bench/.venv/**',
      'coverage/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: { globals: globals.node },
  },
  {
    // What is handed to `page.evaluate` runs in the page.
    files: ['apps/web/e2e/**/*.mjs'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { depConstraints, enforceBuildableLibDependency: false, allow: ['#words/*'] },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': ['error', ...HOUSE_SYNTAX],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-eval': 'error',
      'no-new-func': 'error',
    },
  },
  {
    // The core runs in the browser, the API, the CLI and the worker: no Node API, no framework.
    files: PURE.map((name) => `libs/${name}/src/**/*.ts`),
    ignores: ['**/*.test.ts', 'libs/nodes/src/**/*.step.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^node:', message: 'The pure libraries use no Node API.' }] },
      ],
    },
  },
  {
    files: ['apps/web/src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.ts', 'apps/web/src/words/**'],
    rules: { 'no-restricted-syntax': ['error', ...HOUSE_SYNTAX, ...TEXT_SYNTAX] },
  },
  {
    files: ['**/*.test.ts', '**/*.fixture.ts'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
);
