import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { featureMapsSchema, type FeatureMaps } from '@graft/contracts';
import type { EnginePool } from '@graft/engine/host';
import { listModelBlobs, modelSpecSchema, type ModelSpec } from '@graft/model';
import type { BlobStore } from '@graft/storage';
import { askEngine } from './ask-engine';
import type { PredictFile } from './predictor';

const STEP = 'map-features';
const TIME_LIMIT_SECONDS = 120;

export interface WantedMaps {
  /** Default: the first that has maps. */
  readonly block?: string | undefined;
  readonly most: number;
}

export interface ShownModel {
  digest: string;
  /** Default: what is stored under the digest. */
  spec?: ModelSpec;
}

/** Shows what the blocks of models make of a picture, in the engine process that predicts. */
export class FeatureMapper {
  constructor(
    private readonly engines: Pick<EnginePool, 'run'>,
    private readonly blobs: BlobStore,
    /** Where temporary folders are made. */
    private readonly folder: string,
    private readonly threads: number,
  ) {}

  /**
   * The picture is gone afterwards.
   * @throws UserError `features.*`, `model.not-for-pictures`, `dataset.not-a-picture`; OperationalError when the
   *   engine dies or takes too long
   */
  async map(
    model: ShownModel,
    { name, bytes }: PredictFile,
    { block, most }: WantedMaps,
  ): Promise<FeatureMaps> {
    await mkdir(this.folder, { recursive: true });
    const scratch = await mkdtemp(join(this.folder, 'maps-'));
    try {
      const { digest, spec = await this.readSpec(digest) } = model;
      const files: Record<string, string> = {};
      for (const blob of listModelBlobs(spec)) files[blob] = await this.blobs.locate(blob);
      // Under its digest: nothing is ever written under a name from outside.
      const picture = createHash('sha256').update(bytes).digest('hex');
      files[picture] = join(scratch, picture);
      await writeFile(join(scratch, picture), bytes, { mode: 0o600 });
      const wanted = { picture: { name, digest: picture }, most };
      const outputs = await askEngine(this.engines, {
        ...{ kind: STEP, model: { digest, spec }, files, scratch },
        params: block === undefined ? wanted : { ...wanted, block },
        ...{ threads: this.threads, seconds: TIME_LIMIT_SECONDS },
      });
      const text = await readFile(join(scratch, outputs['maps'] ?? ''), 'utf8');
      return featureMapsSchema.parse(JSON.parse(text));
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  private async readSpec(digest: string): Promise<ModelSpec> {
    return modelSpecSchema.parse(JSON.parse((await this.blobs.read(digest)).toString()));
  }
}
