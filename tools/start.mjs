#!/usr/bin/env node
// Sets up what is missing, starts the embedded stack and keeps it running until a signal.
import { checkNode } from './setup/check-machine.mjs';
import { describeProblem } from './setup/problem.mjs';

try {
  checkNode();
  const { serve } = await import('./stack/serve.mjs');
  await serve(process.argv.slice(2));
} catch (error) {
  console.error(describeProblem(error));
  process.exit(1);
}
