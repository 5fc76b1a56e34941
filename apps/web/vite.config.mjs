import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressAssets } from './compress-assets.mjs';
import { leaveOutDocs } from './leave-out-docs.mjs';
import { pseudoWords } from './pseudo-words.mjs';

/** Where `npm run dev` finds the API; the built app is served by the API itself. */
const api = process.env['GRAFT_API'] ?? 'http://127.0.0.1:4400';

/** What every page needs goes in two pieces: dozens of small ones pack worse and each costs a request. */
const FIRST_GROUPS = [
  {
    name: 'vendor',
    test: /node_modules[\\/](react|react-dom|scheduler|zustand|use-sync-external-store|wouter|regexparam|@tanstack|clsx)[\\/]/,
  },
  {
    name: 'shared',
    test: /src[\\/](client[\\/]|words[\\/](locale|plural)|frame[\\/](format|page|text-link|sentence|empty-state|state-chip|states|failure|loading|next-step|bar-slots)|runs[\\/](run-progress|run-store|read-accuracy|read-reason|follow-run))/,
  },
];

/**
 * What the editor and some dialogs or pages share: by itself each set of those that share something makes a piece of its
 * own, most of a few hundred bytes, and the draft waits behind two dozen requests. Words stay out: where a language
 * computes them, a piece with some of them would be needed by what it needs itself.
 */
const EDITOR_GROUPS = [
  {
    name: 'controls',
    test: /@mantine[\\/]core[\\/]esm[\\/].*[\\/](Input|InputBase|TextInput|CloseButton|use-resolved-styles-api)[\\/]|lucide-react[\\/]dist[\\/]esm[\\/]icons[\\/](chevron-(up|down)|play|clipboard-check|component|database|package-check|sliders-horizontal)\./,
  },
  {
    name: 'cards',
    test: /src[\\/]describe-summary|src[\\/]editor[\\/](panel[\\/]layout-store|run[\\/](shown-run|use-card-step)|store[\\/]use-node-name|canvas[\\/](port-shape|use-node-state|kind-))/,
    includeDependenciesRecursively: false,
  },
  {
    name: 'rules',
    test: /libs[\\/]graph[\\/]src[\\/](name-nodes|inspect-plain|check-(connection|wires)|edit-graph|active-graph|migrate-nodes|inspection-memory|missing-wires|resolve-nodes|components[\\/]component-path)\.|src[\\/]editor[\\/]document[\\/](edit-graph|follow-wires)/,
    // The catalogue of nodes stays a piece of its own, which the start page has, too.
    includeDependenciesRecursively: false,
  },
];

export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [
    react(),
    leaveOutDocs(),
    compressAssets(),
    ...(mode === 'pseudo' ? [pseudoWords()] : []),
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Inlined files would be `data:` addresses, which the content security policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    // Texts come from modules of constants: each goes where it is read, and a dialog's with the dialog.
    rolldownOptions: {
      optimization: { inlineConst: { mode: 'all', pass: 2 } },
      output: { codeSplitting: { groups: [...FIRST_GROUPS, ...EDITOR_GROUPS] } },
    },
  },
  server: { port: 4401, proxy: { '/api': { target: api, changeOrigin: true } } },
}));
