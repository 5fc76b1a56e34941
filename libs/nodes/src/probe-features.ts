import { deriveSeed } from '@graft/graph';
import {
  buildModel,
  predictClasses,
  trainModel,
  type DataSource,
  type FeatureMatrix,
  type TrainingSettings,
} from '@graft/ml';
import { createSpec } from '@graft/model';
import { StepStopped, type StepContext } from './define-step';
import { assignProbeFolds, PROBE_FOLDS } from './probe-folds';
import { takePlaces } from './row-source';

const NEVER = { minSeconds: Infinity, maxSeconds: Infinity, meanSecondsBetweenFailures: Infinity };
const INPUT = 'input';

/** Thirty short epochs of Adam with weight decay: a linear classifier, near enough. */
const SETTINGS: Omit<TrainingSettings, 'seed'> = {
  epochs: 30,
  batchSize: 32,
  microBatches: 1,
  optimiser: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  learningRate: 0.003,
  weightDecay: 0.1,
  schedule: { kind: 'cosine', warmUp: 0, finalFactor: 0 },
  monitor: 'loss',
  earlyStopping: null,
  keepBest: false,
  classWeights: null,
  labelSmoothing: 0,
  clipNorm: null,
  phase: 'probe',
};

/** Accuracy over 5 folds of a linear classifier on standardised features. */
export async function probeFeatures(
  context: StepContext,
  features: FeatureMatrix,
  labels: Int32Array,
  classes: number,
  seed: number,
): Promise<number> {
  const { tf } = await context.tensorflow();
  const values = standardise(features);
  const { size } = features;
  const source: DataSource = {
    count: labels.length,
    batch(indices) {
      const rows = new Float32Array(indices.length * size);
      indices.forEach((place, row) => {
        rows.set(values.subarray(place * size, (place + 1) * size), row * size);
      });
      const inputs = { [INPUT]: tf.tensor2d(rows, [indices.length, size]) };
      return { inputs, labels: indices.map((place) => labels[place] ?? 0) };
    },
  };
  const folds = assignProbeFolds(labels, classes, seed);
  const spec = createSpec({ kind: 'vector', size }, [
    {
      name: 'out',
      class: 'Dense',
      config: { units: classes, activation: 'softmax' },
      block: 'head',
      seed,
    },
  ]);
  let hits = 0;
  for (let fold = 0; fold < PROBE_FOLDS; fold++) {
    const [learn, test] = [true, false].map((learns) =>
      Array.from(labels.keys()).filter((place) => (folds[place] !== fold) === learns),
    );
    if (learn === undefined || test === undefined || test.length === 0) continue;
    const model = buildModel(tf, spec, new Map());
    try {
      const { ended } = await trainModel(tf, {
        model,
        settings: { ...SETTINGS, seed: deriveSeed(seed, 'probe', fold) },
        train: takePlaces(source, learn),
        validation: null,
        hooks: context.training,
        checkpoint: NEVER,
        resume: null,
      });
      if (ended === 'paused') throw new StepStopped('pause');
      if (ended === 'cancelled') throw new StepStopped('cancel');
      const { inputs } = await source.batch(Int32Array.from(test), 0);
      const outputs = model.predict(inputs);
      const scores = outputs['out']?.dataSync<'float32'>().slice() ?? new Float32Array();
      tf.dispose([...Object.values(inputs), ...Object.values(outputs)]);
      const answers = predictClasses({ scores, classes });
      hits += test.filter((place, at) => labels[place] === answers[at]).length;
    } finally {
      model.dispose();
    }
  }
  return hits / labels.length;
}

/** Mean 0 and standard deviation 1 in each column; a column without spread becomes 0. */
function standardise({ values, size }: FeatureMatrix): Float32Array {
  const examples = values.length / size;
  const scaled = new Float32Array(values.length);
  for (let column = 0; column < size; column++) {
    let [mean, square] = [0, 0];
    for (let row = 0; row < examples; row++) mean += (values[row * size + column] ?? 0) / examples;
    for (let row = 0; row < examples; row++) {
      square += ((values[row * size + column] ?? 0) - mean) ** 2 / examples;
    }
    const scale = square > 1e-12 ? 1 / Math.sqrt(square) : 0;
    for (let row = 0; row < examples; row++) {
      scaled[row * size + column] = ((values[row * size + column] ?? 0) - mean) * scale;
    }
  }
  return scaled;
}
