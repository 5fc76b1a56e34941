import { parseArgs } from 'node:util';
import { measureBurst } from './measure-burst';
import { proveInvariants } from './prove-invariants';
import { runRounds } from './run-rounds';
import { trainLong } from './train-long';

const USAGE = `use: npm run faults -- [--rounds N] [--seed S] [--first K] [--json]
     npm run faults -- --table                        every row of the fault table
     npm run faults -- --prove                        can each invariant fail?
     npm run faults -- --long --minutes M --kills K   a real training that is killed again and again
     npm run faults -- --burst N                      N runs in ten seconds`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
// What native code keeps open must not keep a finished program alive.
process.exit(await run());

async function run(): Promise<number> {
  const values = readOptions();
  if (values === null) return 2;
  const { rounds, seed, first, minutes, kills, burst } = values;
  if (values.prove) return (await proveInvariants(say)).length === 0 ? 0 : 1;
  if (burst !== undefined) {
    const result = await measureBurst(Number(burst));
    return print(result, result.endedOnce === result.runs);
  }
  if (values.long) {
    const wish = { minutes: Number(minutes), kills: Number(kills), seed: Number(seed) };
    const result = await trainLong({ ...wish, say });
    return print(result, result.sameWeights);
  }
  const wish = { rounds: Number(rounds), seed: Number(seed), first: Number(first) };
  const result = await runRounds({ ...wish, say });
  if (values.json) return print(result, result.violations === 0);
  process.stdout.write(
    `${result.rounds} rounds, ${result.kills} kills, ${result.violations} violations\n`,
  );
  return result.violations === 0 ? 0 : 1;
}

function print(result: object, good: boolean): number {
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return good ? 0 : 1;
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        rounds: { type: 'string', default: '5' },
        seed: { type: 'string', default: '1' },
        first: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        prove: { type: 'boolean', default: false },
        long: { type: 'boolean', default: false },
        minutes: { type: 'string', default: '40' },
        kills: { type: 'string', default: '20' },
        burst: { type: 'string' },
      },
    }).values;
  } catch (error) {
    say(`${String(error)}\n${USAGE}`);
    return null;
  }
}
