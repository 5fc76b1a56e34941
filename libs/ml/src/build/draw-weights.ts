import { UnexpectedError } from '@graft/errors';
import { createRandom, type Random } from '@graft/graph';
import type { Shape, WeightSource } from '@graft/model';

export type Initialiser = Extract<WeightSource, { kind: 'initialiser' }>['name'];

/** Standard deviation of a standard normal cut off at two: what Keras divides by. */
const TRUNCATED_DEVIATION = 0.87962566103423978;

/**
 * Initial values of one weight, by the formulas of Keras 3 (keras.initializers): the same seed and
 * name give the same values in every process.
 *
 * @param name of the weight: weights that share a seed still differ
 * @throws UnexpectedError `model.seed` for a seed below 1
 */
export function drawWeights(
  initialiser: Initialiser,
  shape: Shape,
  seed: number,
  name: string,
): Float32Array {
  if (!Number.isInteger(seed) || seed < 1) {
    throw new UnexpectedError({
      code: 'model.seed',
      message: `Weight "${name}" has the seed ${seed}; seeds are whole numbers from 1 on.`,
    });
  }
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  if (initialiser === 'zeros') return values;
  if (initialiser === 'ones') return values.fill(1);
  const draw = distribution(initialiser, computeFans(shape), createRandom(seed, 'weights', name));
  for (let index = 0; index < values.length; index++) values[index] = draw();
  return values;
}

function distribution(
  initialiser: Exclude<Initialiser, 'zeros' | 'ones'>,
  { fanIn, fanOut }: Fans,
  random: Random,
): () => number {
  switch (initialiser) {
    case 'glorotUniform':
      return uniform(random, Math.sqrt(6 / (fanIn + fanOut)));
    case 'glorotNormal':
      return truncatedNormal(random, Math.sqrt(2 / (fanIn + fanOut)));
    case 'heUniform':
      return uniform(random, Math.sqrt(6 / fanIn));
    case 'heNormal':
      return truncatedNormal(random, Math.sqrt(2 / fanIn));
    case 'randomUniform':
      return uniform(random, 0.05);
  }
}

function uniform(random: Random, limit: number): () => number {
  return () => (2 * random.nextFloat() - 1) * limit;
}

function truncatedNormal(random: Random, deviation: number): () => number {
  const scale = deviation / TRUNCATED_DEVIATION;
  return () => {
    for (;;) {
      const drawn = random.nextGaussian();
      if (Math.abs(drawn) <= 2) return drawn * scale;
    }
  };
}

export interface Fans {
  fanIn: number;
  fanOut: number;
}

/** Inputs and outputs of one unit (keras.initializers `compute_fans`). */
export function computeFans(shape: Shape): Fans {
  if (shape.length < 2) {
    const only = shape[0] ?? 1;
    return { fanIn: only, fanOut: only };
  }
  const field = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  return { fanIn: (shape.at(-2) ?? 1) * field, fanOut: (shape.at(-1) ?? 1) * field };
}
