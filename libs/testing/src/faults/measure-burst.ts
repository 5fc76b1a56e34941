import pg from 'pg';
import { until } from '../services';
import { GraftStack } from './graft-stack';
import { sendRun } from './send-runs';

export interface BurstResult {
  runs: number;
  /** Runs that have exactly one terminal event and have succeeded. */
  endedOnce: number;
  /** Milliseconds until a run was accepted, with all tries that it took. */
  acceptP99: number;
  /** Milliseconds that the API took for each answer to them, and to list runs meanwhile. */
  answerP99: number;
  listP99: number;
  /** Answers that sent a run away for some seconds. */
  refused: number;
  secondsToSend: number;
  secondsToEnd: number;
}

const SEND_SECONDS = 10;
/** The largest of the data sets that ship comes last. */
const LAST_IMPORTED = /"digits"/;
/** Distinct trainings; the other runs reuse their results. */
const SEEDS = 20;

/** Sends many runs in ten seconds, lists runs all the while, and waits until each has ended. */
export async function measureBurst(runs: number): Promise<BurstResult> {
  const stack = await GraftStack.start();
  try {
    await stack.untilHealthy();
    await untilImported(stack);
    await sendRun(stack, describeRun(0, 'warm-up'));
    const begun = performance.now();
    const since = (): number => (performance.now() - begun) / 1000;
    const lists: number[] = [];
    const accepts: number[] = [];
    const answers: number[] = [];
    let refused = 0;
    let over = false;
    const listing = measureWhile(
      () => !over,
      lists,
      async () => {
        await (await stack.ask('/runs')).text();
      },
    );
    const sent = Array.from({ length: runs }, async (_, at) => {
      await new Promise((resolve) => setTimeout(resolve, (at * SEND_SECONDS * 1000) / runs));
      await measure(accepts, () =>
        sendRun(stack, describeRun(at, `burst-${at}`), (milliseconds, reply) => {
          answers.push(milliseconds);
          if (reply?.status === 503) refused += 1;
        }),
      );
    });
    await Promise.all(sent);
    const secondsToSend = since();
    await untilEnded(stack, runs + 1);
    over = true;
    await listing;
    const secondsToEnd = since();
    const endedOnce = (await countEndedOnce(stack)) - 1;
    return {
      ...{ runs, endedOnce, refused, secondsToSend, secondsToEnd },
      acceptP99: quantile(accepts, 0.99),
      answerP99: quantile(answers, 0.99),
      listP99: quantile(lists, 0.99),
    };
  } finally {
    await stack.stop();
  }
}

/** A stack that has just been made imports its data sets, which is not what is measured. */
async function untilImported(stack: GraftStack): Promise<void> {
  const read = async () => (await stack.ask('/datasets')).text();
  const imported = async () => LAST_IMPORTED.test(await read());
  await until('the bundled data sets are imported', imported, 180);
}

function describeRun(at: number, name: string) {
  return {
    ...{ idempotencyKey: name, model: name, wish: null },
    ...{ seed: 1 + (at % SEEDS), epochs: 1 },
  };
}

async function measure<Result>(into: number[], work: () => Promise<Result>): Promise<Result> {
  const begun = performance.now();
  const result = await work();
  into.push(performance.now() - begun);
  return result;
}

async function measureWhile(
  goOn: () => boolean,
  into: number[],
  work: () => Promise<void>,
): Promise<void> {
  while (goOn()) {
    await measure(into, work);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function untilEnded(stack: GraftStack, runs: number): Promise<void> {
  const { databaseUrl } = stack;
  await until(
    'every run has ended',
    async () => (await count(databaseUrl, ENDED)) >= runs,
    // 1,000 runs on a small machine.
    1800,
  );
}

const ENDED = `SELECT count(*) FROM "Run" WHERE "finishedAt" IS NOT NULL`;
const ENDED_ONCE = `SELECT count(*) FROM (SELECT run."id" FROM "Run" AS run
  JOIN "RunEvent" AS event ON event."runId" = run."id" AND event."type" = 'run-state'
    AND event."body"->>'state' IN ('succeeded', 'failed', 'cancelled')
  WHERE run."state" = 'succeeded' GROUP BY run."id" HAVING count(*) = 1) AS ended`;

function countEndedOnce({ databaseUrl }: GraftStack): Promise<number> {
  return count(databaseUrl, ENDED_ONCE);
}

async function count(databaseUrl: string, query: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return Number((await client.query<{ count: string }>(query)).rows[0]?.count);
  } finally {
    await client.end();
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
}
