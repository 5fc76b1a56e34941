import type { Predictions } from '@graft/contracts';
import type { ModelVersionView } from '@graft/db';
import { GraftError } from '@graft/errors';
import type { DatasetManifest, ManifestExample } from '@graft/graph';
import { writeCsvRows } from '@graft/nodes';
import type { ExampleReader } from '../datasets/example-reader';
import type { Predictor } from './predictor';

/** As many as the engine takes at once: what is held in memory stays small. */
const BATCH = 32;
const HEAD = ['name', 'class', 'predicted', 'probability', 'correct', 'unsure', 'problem'];

interface Sources {
  readonly examples: Pick<ExampleReader, 'load' | 'read'>;
  readonly predictor: Pick<Predictor, 'predict'>;
}

interface Wanted {
  readonly workspaceId: string;
  readonly model: Pick<ModelVersionView, 'digest'>;
  readonly manifest: DatasetManifest;
  /** Of the data set version. */
  readonly digest: string;
}

/**
 * Classifies a data set in its order, as lines of a CSV (RFC 4180) that are made while they are read. An example
 * that can't be classified gets a row that says why.
 */
export async function* writePredictions(
  { examples, predictor }: Sources,
  { workspaceId, model, manifest, digest }: Wanted,
): AsyncGenerator<string> {
  yield writeCsvRows([HEAD]);
  for (let at = 0; at < manifest.examples.length; at += BATCH) {
    const batch = manifest.examples.slice(at, at + BATCH);
    const files = await Promise.all(
      batch.map(async ({ sha256 }, index) => {
        const { bytes } = await examples.read(workspaceId, digest, sha256);
        return { name: String(index), bytes };
      }),
    );
    const answers = await ask(predictor, model, files);
    yield writeCsvRows(batch.map((example, index) => describe(manifest, example, answers, index)));
  }
}

/** Nothing of a batch could be classified: that is an answer too, here. */
async function ask(
  predictor: Pick<Predictor, 'predict'>,
  model: Wanted['model'],
  files: { name: string; bytes: Buffer }[],
): Promise<Predictions> {
  try {
    return await predictor.predict(model, files, 1);
  } catch (error) {
    if (!(error instanceof GraftError) || error.code !== 'predict.not_a_picture') throw error;
    return {
      predictions: [],
      rejected: files.map(({ name }) => ({ name, reason: error.message })),
    };
  }
}

function describe(
  { classes }: DatasetManifest,
  example: ManifestExample,
  { predictions, rejected }: Predictions,
  index: number,
): string[] {
  const known = classes[example.label] ?? '';
  const name = String(index);
  const [found] = predictions.filter(({ file }) => file === name);
  const [top] = found?.top ?? [];
  if (found === undefined || top === undefined) {
    const reason = rejected.find((each) => each.name === name)?.reason ?? 'no answer';
    return [example.name, known, '', '', '', '', reason];
  }
  const { label, probability } = top;
  const correct = classes.includes(label) ? String(label === known) : '';
  const figures = [probability.toFixed(4), correct, String(found.unsure)];
  return [example.name, known, label, ...figures, ''];
}
