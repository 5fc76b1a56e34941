import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Predictions, Rejected } from '@graft/contracts';
import type { ModelVersionView } from '@graft/db';
import type { EnginePool } from '@graft/engine/host';
import { UserError } from '@graft/errors';
import type { BlobStore } from '@graft/storage';
import { BatchGatherer } from './batch-gatherer';
import { EngineAsker, type EngineAnswer, type PlacedFile } from './engine-asker';

/** A file to classify, with the name that the answer shall have. */
export interface PredictFile {
  name: string;
  bytes: Buffer;
}

/** Requests that wait share batches up to this; a larger one delays everyone behind it. */
const MOST_IN_BATCH = 32;

/** Classifies files with registered models, in the same engine process that trains them. */
export class Predictor {
  readonly #batches: BatchGatherer<PlacedFile, EngineAnswer>;
  readonly #asker: EngineAsker;

  constructor(
    private readonly engines: Pick<EnginePool, 'run' | 'close'>,
    blobs: BlobStore,
    /** Where temporary folders are made. */
    private readonly folder: string,
    threads: number,
  ) {
    this.#asker = new EngineAsker({ engines, blobs, folder, threads });
    this.#batches = new BatchGatherer(
      (asked, files) => this.#asker.classify(...readAsked(asked), files),
      MOST_IN_BATCH,
    );
  }

  /**
   * @param explain how many of the likeliest labels are explained
   * @throws UserError of the engine, OperationalError when the engine dies or takes too long
   */
  async predict(
    model: Pick<ModelVersionView, 'digest'>,
    files: AsyncIterable<PredictFile> | Iterable<PredictFile>,
    top: number,
    explain = 0,
  ): Promise<Predictions> {
    await mkdir(this.folder, { recursive: true });
    const placed: PlacedFile[] = [];
    try {
      for await (const file of files) await this.#place(file, placed);
      if (placed.length === 0) throw nothingToPredict();
      return sortAnswers(await this.#batches.ask(nameAsked(model.digest, explain), placed), top);
    } finally {
      await Promise.all(placed.map(({ path }) => rm(path, { force: true })));
    }
  }

  /** Nothing is ever written under a name from outside. */
  async #place({ name, bytes }: PredictFile, placed: PlacedFile[]): Promise<void> {
    const digest = createHash('sha256').update(bytes).digest('hex');
    const path = join(this.folder, `predict-${randomUUID()}`);
    placed.push({ name, digest, path });
    await writeFile(path, bytes, { mode: 0o600 });
  }

  close(): Promise<void> {
    return this.engines.close();
  }
}

/** What files must be asked of the same model, in the same way, to share a batch. */
function nameAsked(model: string, explain: number): string {
  return `${model}/${String(explain)}`;
}

function readAsked(asked: string): [model: string, explain: number] {
  const [model = '', explain = ''] = asked.split('/');
  return [model, Number(explain)];
}

function sortAnswers(answers: readonly EngineAnswer[], top: number): Predictions {
  const rejected: Rejected[] = [];
  const predictions: Predictions['predictions'] = [];
  for (const answer of answers) {
    if ('top' in answer) predictions.push({ ...answer, top: answer.top.slice(0, top) });
    else rejected.push({ name: answer.file, reason: answer.error.message });
  }
  const [first] = rejected;
  if (predictions.length > 0 || !first) return { predictions, rejected };
  throw new UserError({
    code: 'predict.not_a_picture',
    message: `${first.name} cannot be classified: ${first.reason}`,
    details: { rejected: rejected.slice(0, 20) },
  });
}

function nothingToPredict(): UserError {
  return new UserError({
    code: 'predict.empty',
    message: 'There is nothing to classify: send a picture, a zip of pictures, or a text.',
  });
}
