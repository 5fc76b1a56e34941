import { UnexpectedError, UserError } from '@graft/errors';
import { buildModel } from '@graft/ml';
import { suffixOf, type ModelSpec } from '@graft/model';
import type { ExampleSet, StepContext } from './define-step';
import { estimateProgress } from './estimate-progress';
import { requireImageInput } from './input-layer';
import { openSource } from './training-source';

const BATCH = 32;

/** A model's answers for every example of a data port. */
export interface Classified {
  readonly examples: ExampleSet;
  /** Row by row, one column a class. */
  readonly probabilities: Float32Array;
}

/**
 * Runs the model at port `model` over the examples of a port: its last layers on cached rows where
 * the plan says so, the whole model on texts or decoded pictures elsewhere.
 *
 * @throws UserError `evaluate.no-examples`, `evaluate.not-finite`
 */
export async function classifyExamples(context: StepContext, port: string): Promise<Classified> {
  const cached = context.step.features?.steps[port] !== undefined;
  const prepared = cached || context.spec('model').input.kind !== 'image';
  const classified = prepared
    ? await classifyRows(context, port)
    : await classifyPictures(context, port);
  if (classified.probabilities.some((value) => !Number.isFinite(value))) {
    throw new UserError({
      code: 'evaluate.not-finite',
      message:
        'The model gives probabilities that are not numbers, so it cannot be measured. Train it again with a smaller learning rate.',
    });
  }
  return classified;
}

async function classifyRows(context: StepContext, port: string): Promise<Classified> {
  const { tf } = await context.tensorflow();
  const spec = context.spec('model');
  const source = await openSource(context, tf, spec, port);
  requireExamples(source.examples);
  const { layers } = suffixOf(spec, source.inputs);
  const weights = await context.loadWeights(layers.flatMap((layer) => layer.weights));
  const model = buildModel(tf, spec, weights, { inputs: source.inputs });
  try {
    const probabilities = await collect(context, source.examples, spec, async (places) => {
      const { inputs } = await source.batch(Int32Array.from(places), 0);
      const outputs = model.predict(inputs);
      const values = outputs[spec.output]?.dataSync<'float32'>().slice();
      tf.dispose([...Object.values(inputs), ...Object.values(outputs)]);
      return values;
    });
    return { examples: source.examples, probabilities };
  } finally {
    model.dispose();
  }
}

async function classifyPictures(context: StepContext, port: string): Promise<Classified> {
  const spec = context.spec('model');
  const { channels } = requireImageInput(spec);
  const examples = await context.openExamples(port);
  requireExamples(examples);
  const executor = await context.openPrefix(spec, [spec.output]);
  context.addProvenance({ executor: executor.name });
  try {
    const probabilities = await collect(context, examples, spec, async (places) => {
      const values = await executor.execute(await examples.readPictures(places, channels));
      return values.get(spec.output);
    });
    return { examples, probabilities };
  } finally {
    await executor.dispose();
  }
}

/** Fills the matrix of probabilities batch by batch. */
async function collect(
  context: StepContext,
  { examples, classes }: ExampleSet,
  spec: ModelSpec,
  classify: (places: readonly number[]) => Promise<Float32Array | undefined>,
): Promise<Float32Array> {
  const columns = spec.labels?.length ?? classes.length;
  const probabilities = new Float32Array(examples.length * columns);
  const progress = estimateProgress(examples.length, 'examples', context);
  for (let at = 0; at < examples.length; at += BATCH) {
    const count = Math.min(BATCH, examples.length - at);
    const values = await classify(Array.from({ length: count }, (_, offset) => at + offset));
    if (values?.length !== count * columns) {
      throw new UnexpectedError({
        code: 'evaluate.size',
        message: `The model gave ${String(values?.length ?? 0)} probabilities for ${String(count)} examples of ${String(columns)} classes.`,
      });
    }
    probabilities.set(values, at * columns);
    progress.advance(count);
    await context.betweenBatches();
  }
  return probabilities;
}

function requireExamples({ examples }: ExampleSet): void {
  if (examples.length > 0) return;
  throw new UserError({
    code: 'evaluate.no-examples',
    message: 'There is no example to evaluate on. Give that part of the split a larger fraction.',
  });
}
