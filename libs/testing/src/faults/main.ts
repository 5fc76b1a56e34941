import { parseArgs } from 'node:util';
import { proveInvariants } from './prove-invariants';
import { runRounds } from './run-rounds';

const USAGE = 'use: npm run faults -- [--rounds N] [--seed S] [--first K] [--json] | --prove';

const say = (line: string): void => void process.stderr.write(`${line}\n`);
process.exitCode = await run();

async function run(): Promise<number> {
  const values = readOptions();
  if (values === null) return 2;
  if (values.prove) return (await proveInvariants(say)).length === 0 ? 0 : 1;
  const count = (text: string): number => Number.parseInt(text, 10);
  const result = await runRounds({
    ...{ rounds: count(values.rounds), seed: count(values.seed), first: count(values.first) },
    say,
  });
  const { rounds, kills, violations } = result;
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else process.stdout.write(`${rounds} rounds, ${kills} kills, ${violations} violations\n`);
  return violations === 0 ? 0 : 1;
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        rounds: { type: 'string', default: '5' },
        seed: { type: 'string', default: '1' },
        first: { type: 'string', default: '1' },
        prove: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    say(`${String(error)}\n${USAGE}`);
    return null;
  }
}
