#!/usr/bin/env node
// Runs the built command line; says what to do when it has not been built.
import { existsSync } from 'node:fs';

const program = new URL('../dist/main.js', import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write('graft is not built yet: run "npm run setup" (or "npm start") first.\n');
  process.exitCode = 1;
}
