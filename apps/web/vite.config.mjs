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
      output: { codeSplitting: { groups: FIRST_GROUPS } },
    },
  },
  server: { port: 4401, proxy: { '/api': { target: api, changeOrigin: true } } },
}));
