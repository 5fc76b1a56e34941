import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { evidenceSchema } from '@graft/contracts';
import type { EnginePool } from '@graft/engine/host';
import { OperationalError, UnexpectedError, UserError } from '@graft/errors';
import { listModelBlobs, modelSpecSchema, type ModelSpec } from '@graft/model';
import { ENGINE_PROTOCOL, type StartMessage } from '@graft/plan';
import type { BlobStore } from '@graft/storage';
import { z } from 'zod';

/** A file on this machine, with the name that the answer shall have. */
export interface PlacedFile {
  readonly name: string;
  readonly digest: string;
  readonly path: string;
}

const STEP = 'predict-files';
const TIME_LIMIT_SECONDS = 120;
/** As many labels as a person may ask for; each request takes the first of them. */
const MOST_LABELS = 100;
/** Specs that are kept parsed: each has some hundred kilobytes. */
const KEPT_SPECS = 8;

const engineAnswerSchema = z.union([
  z.object({
    file: z.string(),
    top: z.array(z.object({ label: z.string(), probability: z.number() })),
    unsure: z.boolean().default(false),
    evidence: z.array(evidenceSchema).optional(),
    nearest: z
      .array(z.object({ dataset: z.string(), sha256: z.string(), similarity: z.number() }))
      .default([]),
  }),
  z.object({ file: z.string(), error: z.object({ code: z.string(), message: z.string() }) }),
]);

export type EngineAnswer = z.infer<typeof engineAnswerSchema>;

export interface EngineAskerOptions {
  readonly engines: Pick<EnginePool, 'run'>;
  readonly blobs: BlobStore;
  readonly folder: string;
  readonly threads: number;
}

/** Has an engine classify a batch of files. */
export class EngineAsker {
  readonly #specs = new Map<string, Promise<ModelSpec>>();

  constructor(private readonly options: EngineAskerOptions) {}

  /**
   * One answer a file, in their order.
   * @param explain how many of the likeliest labels get a grid of what spoke for them
   * @throws UserError of the engine, OperationalError when the engine dies or takes too long
   */
  async classify(
    model: string,
    explain: number,
    files: readonly PlacedFile[],
  ): Promise<EngineAnswer[]> {
    const scratch = await mkdtemp(join(this.options.folder, 'batch-'));
    try {
      const start = await this.#makeStart(model, files, explain, scratch);
      const answers = await this.#ask(start, scratch);
      if (answers.length === files.length) return answers;
      throw noAnswer();
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async #makeStart(
    model: string,
    placed: readonly PlacedFile[],
    explain: number,
    scratch: string,
  ): Promise<StartMessage> {
    const { blobs, threads } = this.options;
    const spec = await this.#readSpec(model);
    const files = Object.fromEntries(placed.map(({ digest, path }) => [digest, path]));
    // The engine reads the spec from its file, once: with every batch it would be half of the work of both threads.
    for (const blob of [model, ...listModelBlobs(spec)]) files[blob] = await blobs.locate(blob);
    const asked = placed.map(({ name, digest }) => ({ name, digest }));
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
        params: { files: asked, topK: MOST_LABELS, explain },
        models: { model },
        ...{ data: {}, artifacts: {}, needs: [] },
      },
      models: {},
      outputs: {},
      files,
      shards: [],
      resume: null,
      scratch,
      threads,
      checkpoint: { minSeconds: 3600, maxSeconds: 3600, meanSecondsBetweenFailures: 14_400 },
      course: { finishEarly: false, learningRate: null, microBatches: 1 },
    };
  }

  #readSpec(digest: string): Promise<ModelSpec> {
    const known = this.#specs.get(digest);
    if (known !== undefined) return known;
    const read = this.options.blobs
      .read(digest)
      .then((bytes) => modelSpecSchema.parse(JSON.parse(bytes.toString())));
    this.#specs.set(digest, read);
    read.catch(() => this.#specs.delete(digest));
    const [oldest = ''] = this.#specs.keys();
    if (this.#specs.size > KEPT_SPECS) this.#specs.delete(oldest);
    return read;
  }

  async #ask(start: StartMessage, scratch: string): Promise<EngineAnswer[]> {
    const outcome = await this.options.engines.run(start, {
      onMessage: () => undefined,
      signal: AbortSignal.timeout(TIME_LIMIT_SECONDS * 1000),
    });
    if (outcome.type === 'failed') throw toError(outcome);
    const offered = outcome.type === 'done' ? outcome.outputs['predictions'] : undefined;
    if (!offered) throw noAnswer();
    const text = await readFile(join(scratch, offered.path), 'utf8');
    return z.array(engineAnswerSchema).parse(JSON.parse(text));
  }
}

function toError(failed: { errorClass: string; code: string; message: string }): Error {
  const { errorClass, code, message } = failed;
  if (errorClass === 'user') return new UserError({ code, message });
  if (errorClass === 'unexpected') return new UnexpectedError({ code, message });
  return new OperationalError({ code, message });
}

function noAnswer(): UnexpectedError {
  return new UnexpectedError({
    code: 'predict.no_answer',
    message: 'The engine did not answer for every file.',
  });
}
