import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ModelVersionView } from '@graft/db';
import type { EnginePool } from '@graft/engine/host';
import { listModelBlobs, modelSpecSchema, type FileFormat, type ModelSpec } from '@graft/model';
import type { BlobStore } from '@graft/storage';
import { askEngine } from './ask-engine';
import type { KnownOfModel } from './collect-facts';

const STEP = 'export-model';
const TIME_LIMIT_SECONDS = 300;

export interface ExportOptions extends KnownOfModel {
  readonly format: FileFormat;
  readonly float16: boolean;
}

export interface ExportedZip {
  readonly bytes: number;
  readonly content: Readable;
}

/** Writes registered models and bases as zips, in an engine process: the step that a graph would run. */
export class ModelExporter {
  constructor(
    private readonly engines: Pick<EnginePool, 'run'>,
    private readonly blobs: BlobStore,
    /** Where temporary folders are made. */
    private readonly folder: string,
    private readonly threads: number,
  ) {}

  /**
   * Makes the zip and removes it when `use` has ended.
   * @throws UserError `export.*`, OperationalError when the engine dies or takes too long
   */
  async export(
    model: Pick<ModelVersionView, 'digest'> & { readonly spec?: ModelSpec },
    options: ExportOptions,
    use: (zip: ExportedZip) => Promise<void>,
  ): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const scratch = await mkdtemp(join(this.folder, 'export-'));
    try {
      const spec = model.spec ?? (await this.#readSpec(model.digest));
      const files: Record<string, string> = {};
      for (const blob of listModelBlobs(spec)) files[blob] = await this.blobs.locate(blob);
      const { facts, report, format, float16 } = options;
      if (report) files[report.digest] = await this.blobs.locate(report.digest);
      const outputs = await askEngine(this.engines, {
        ...{ kind: STEP, model: { digest: model.digest, spec }, files, scratch },
        params: { format, float16, name: facts.name, facts: { ...facts } },
        wired: report ? { report } : {},
        ...{ threads: this.threads, seconds: TIME_LIMIT_SECONDS },
      });
      const file = join(scratch, outputs['file'] ?? '');
      await use({ bytes: (await stat(file)).size, content: createReadStream(file) });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async #readSpec(digest: string): Promise<ModelSpec> {
    return modelSpecSchema.parse(JSON.parse((await this.blobs.read(digest)).toString()));
  }
}
