import type { Evidence } from '../collect-evidence';

export function checkLeftovers(evidence: Evidence): string[] {
  const { leases, scratch, temporaries, orphans, kills } = evidence;
  return [
    ...leases.map((key) => `the lease of ${key.slice(0, 12)} is still there`),
    ...scratch.map((name) => `the folder ${name} is still there`),
    // A kill may interrupt one write in each part that it ends.
    ...(temporaries > kills ? [`${temporaries} half-written files after ${kills} kills`] : []),
    ...orphans.map((pid) => `the engine ${pid} has no owner`),
  ];
}

export function checkReplay({ runs }: Evidence): string[] {
  return runs.flatMap(({ runId, replayFault }) =>
    replayFault === null ? [] : [`the history of run ${runId} does not replay: ${replayFault}`],
  );
}
