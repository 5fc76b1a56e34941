#!/usr/bin/env node
// Ends with 0 when the address answers 200: `check-health.mjs URL`. For the health checks of containers.
try {
  const { status } = await fetch(process.argv[2], { signal: AbortSignal.timeout(4000) });
  process.exit(status === 200 ? 0 : 1);
} catch {
  process.exit(1);
}
