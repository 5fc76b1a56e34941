import type { Evidence } from '../collect-evidence';

export function checkLeftovers(evidence: Evidence): string[] {
  const { leases, scratch, temporaries, orphans, strays, kills } = evidence;
  return [
    ...leases.map((key) => `the lease of ${key.slice(0, 12)} is still there`),
    ...scratch.map((name) => `the folder ${name} is still there`),
    // A kill may interrupt one write in each part that it ends.
    ...(temporaries > kills ? [`${temporaries} half-written files after ${kills} kills`] : []),
    ...orphans.map((pid) => `the engine ${pid} has no owner`),
    ...strays.map((part) => `the process ${part} runs beside the one that the supervisor knows`),
  ];
}

export function checkReplay({ runs }: Evidence): string[] {
  return runs.flatMap(({ runId, replayFault }) =>
    replayFault === null ? [] : [`the history of run ${runId} does not replay: ${replayFault}`],
  );
}
