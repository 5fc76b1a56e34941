import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXTRACTION, type Step } from '@graft/plan';
import type { EvaluationReport } from '@graft/nodes/steps';
import fc from 'fast-check';
import type { EngineProcess } from './host';
import { EngineRoom } from './testing/engine-room';
import { planRandomTransfer, randomTransfers } from './testing/random-transfer';
import { TestSupervisor } from './testing/run-plan';
import { expectSameWeights } from './testing/same-weights.fixture';

const TRANSFERS = 24;
/** Other transfers each time, by hand: the tests of a change must not depend on luck. */
const OPEN = process.env['GRAFT_TEST_OPEN_SEEDS'] === '1';

// data -> split -> base -> cut -> freeze -> head -> train -> evaluate      all drawn at random
describe('a head that is trained on cached features of a frozen base', () => {
  let room: EngineRoom;
  let engine: EngineProcess;

  beforeAll(async () => {
    room = await EngineRoom.open();
    engine = await room.start();
  });
  afterAll(() => room?.close());

  it('is, to the last bit, that of the whole model, and answers alike by either executor', async () => {
    await fc.assert(
      fc.asyncProperty(randomTransfers, async (drawn) => {
        const plan = await planRandomTransfer(room.store, drawn);
        fc.pre(plan.steps.some(isExtraction));
        const run = async (steps: readonly Step[]) => {
          const supervisor = new TestSupervisor(room.store, plan);
          await supervisor.runAll(engine, steps);
          return supervisor;
        };
        const cached = await run(plan.steps.map(byTensorFlow));
        const joint = await run(plan.steps.filter((step) => !isExtraction(step)).map(onPictures));
        const byOnnx = await run(plan.steps);
        const learned = (each: TestSupervisor) => each.artifact('train', 'weights').digest;
        await expectSameWeights(room.store, learned(joint), learned(cached));
        const answers = await readAnswers(cached);
        // `joint` answers by ONNX through the whole model, `byOnnx` has learned from its rows too.
        for (const other of [joint, byOnnx]) {
          expect(largestDifference(answers, await readAnswers(other))).toBeLessThan(1e-3);
        }
      }),
      { numRuns: TRANSFERS, endOnFailure: true, ...(OPEN ? {} : { seed: 1 }) },
    );
  });
});

function isExtraction({ kind }: Step): boolean {
  return kind === EXTRACTION.kind;
}

/** Rows of the executor that trains: between executors they differ in the last digits. */
function byTensorFlow(step: Step): Step {
  if (!isExtraction(step)) return step;
  return { ...step, params: { ...step.params, executor: 'tfjs' }, rowKey: 'by-tensorflow' };
}

/** Runs the whole model on pictures in every step. */
function onPictures(step: Step): Step {
  const whole = { ...step, needs: [] };
  delete whole.features;
  return whole;
}

async function readAnswers(run: TestSupervisor): Promise<number[]> {
  const { digest } = run.artifact('evaluate', 'report');
  const { rows } = (await run.store.readJson(digest)) as EvaluationReport;
  return rows.flatMap(({ probabilities }) => probabilities);
}

function largestDifference(left: readonly number[], right: readonly number[]): number {
  if (left.length !== right.length || left.length === 0) return Infinity;
  return Math.max(...left.map((value, at) => Math.abs(value - (right[at] ?? NaN))));
}
