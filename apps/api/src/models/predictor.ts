import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Predictions, Rejected } from '@graft/contracts';
import type { ModelVersionView } from '@graft/db';
import type { EnginePool } from '@graft/engine/host';
import { OperationalError, UnexpectedError, UserError } from '@graft/errors';
import { listModelBlobs, modelSpecSchema, type ModelSpec } from '@graft/model';
import { ENGINE_PROTOCOL, type StartMessage } from '@graft/plan';
import type { BlobStore } from '@graft/storage';
import { z } from 'zod';

/** A file to classify, with the name that the answer shall have. */
export interface PredictFile {
  name: string;
  bytes: Buffer;
}

const STEP = 'predict';
const TIME_LIMIT_SECONDS = 120;

const engineAnswerSchema = z.array(
  z.union([
    z.object({
      file: z.string(),
      top: z.array(z.object({ label: z.string(), probability: z.number() })),
      unsure: z.boolean().default(false),
    }),
    z.object({ file: z.string(), error: z.object({ code: z.string(), message: z.string() }) }),
  ]),
);

/** Classifies files with registered models, in the same engine process that trains them. */
export class Predictor {
  constructor(
    private readonly engines: Pick<EnginePool, 'run' | 'close'>,
    private readonly blobs: BlobStore,
    /** Where temporary folders are made. */
    private readonly folder: string,
    private readonly threads: number,
  ) {}

  /** @throws UserError of the engine, OperationalError when the engine dies or takes too long */
  async predict(
    model: ModelVersionView,
    files: AsyncIterable<PredictFile> | Iterable<PredictFile>,
    top: number,
  ): Promise<Predictions> {
    await mkdir(this.folder, { recursive: true });
    const scratch = await mkdtemp(join(this.folder, 'predict-'));
    try {
      const spec = modelSpecSchema.parse(
        JSON.parse((await this.blobs.read(model.digest)).toString()),
      );
      const placed = await placeFiles(files, scratch);
      if (placed.asked.length === 0) throw nothingToPredict();
      const start = await this.#makeStart(model.digest, spec, placed, { top, scratch });
      return sortAnswers(await this.#ask(start, scratch));
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  close(): Promise<void> {
    return this.engines.close();
  }

  async #makeStart(
    digest: string,
    spec: ModelSpec,
    { asked, paths }: PlacedFiles,
    { top, scratch }: { top: number; scratch: string },
  ): Promise<StartMessage> {
    const files = { ...paths };
    for (const weights of listModelBlobs(spec)) files[weights] = await this.blobs.locate(weights);
    return {
      type: 'start',
      protocol: ENGINE_PROTOCOL,
      runId: STEP,
      step: {
        ...{
          id: STEP,
          kind: STEP,
          implementation: 1,
          key: STEP,
          resource: 'cpu',
          cacheable: false,
        },
        timeLimitSeconds: TIME_LIMIT_SECONDS,
        params: { files: asked, topK: top },
        models: { model: digest },
        ...{ data: {}, artifacts: {}, needs: [] },
      },
      models: { [digest]: spec },
      outputs: {},
      files,
      shards: [],
      resume: null,
      scratch,
      threads: this.threads,
      checkpoint: { minSeconds: 3600, maxSeconds: 3600, meanSecondsBetweenFailures: 14_400 },
      course: { finishEarly: false, learningRate: null, microBatches: 1 },
    };
  }

  async #ask(start: StartMessage, scratch: string): Promise<z.infer<typeof engineAnswerSchema>> {
    const outcome = await this.engines.run(start, {
      onMessage: () => undefined,
      signal: AbortSignal.timeout(TIME_LIMIT_SECONDS * 1000),
    });
    if (outcome.type === 'failed') throw toError(outcome);
    const offered = outcome.type === 'done' ? outcome.outputs['predictions'] : undefined;
    if (!offered) {
      throw new UnexpectedError({
        code: 'predict.no_answer',
        message: 'The engine gave no answer.',
      });
    }
    const text = await readFile(join(scratch, offered.path), 'utf8');
    return engineAnswerSchema.parse(JSON.parse(text));
  }
}

interface PlacedFiles {
  asked: { name: string; digest: string }[];
  /** Digest -> path, as engines are given files. */
  paths: Record<string, string>;
}

/** Files get their digest as name: nothing is ever written under a name from outside. */
async function placeFiles(
  files: AsyncIterable<PredictFile> | Iterable<PredictFile>,
  scratch: string,
): Promise<PlacedFiles> {
  const placed: PlacedFiles = { asked: [], paths: {} };
  for await (const { name, bytes } of files) {
    const digest = createHash('sha256').update(bytes).digest('hex');
    const path = join(scratch, digest);
    await writeFile(path, bytes, { mode: 0o600 });
    placed.paths[digest] = path;
    placed.asked.push({ name, digest });
  }
  return placed;
}

function sortAnswers(answers: z.infer<typeof engineAnswerSchema>): Predictions {
  const rejected: Rejected[] = [];
  const predictions: Predictions['predictions'] = [];
  for (const answer of answers) {
    if ('top' in answer) predictions.push(answer);
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

function toError(failed: { errorClass: string; code: string; message: string }): Error {
  const { errorClass, code, message } = failed;
  if (errorClass === 'user') return new UserError({ code, message });
  if (errorClass === 'unexpected') return new UnexpectedError({ code, message });
  return new OperationalError({ code, message });
}

function nothingToPredict(): UserError {
  return new UserError({
    code: 'predict.empty',
    message: 'There is nothing to classify: send a picture, or a zip that holds some.',
  });
}
