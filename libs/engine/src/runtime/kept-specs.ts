import { modelSpecSchema, type ModelSpec } from '@graft/model';
import type { StartMessage } from '@graft/plan';
import { LocalFiles } from '../data/local-files';

/** Each has some hundred kilobytes as text, and takes some milliseconds to check. */
const MOST_KEPT = 8;

/** Specs that came as files, by digest: read once, whatever number of steps asks for them. */
export class KeptSpecs {
  readonly #kept = new Map<string, Promise<ModelSpec>>();

  /**
   * The message with the specs of all its models.
   * @throws OperationalError `engine.file-missing`
   */
  async complete(start: StartMessage): Promise<StartMessage> {
    const missing = Object.values(start.step.models).filter(
      (digest) => !(digest in start.models) && digest in start.files,
    );
    if (missing.length === 0) return start;
    const read = missing.map(async (digest) => [digest, await this.#read(start, digest)] as const);
    return {
      ...start,
      models: { ...start.models, ...Object.fromEntries(await Promise.all(read)) },
    };
  }

  #read({ files }: StartMessage, digest: string): Promise<ModelSpec> {
    const reading = this.#kept.get(digest) ?? readSpec(new LocalFiles(files), digest);
    this.#kept.delete(digest);
    this.#kept.set(digest, reading);
    reading.catch(() => this.#kept.delete(digest));
    for (const old of [...this.#kept.keys()].slice(0, -MOST_KEPT)) this.#kept.delete(old);
    return reading;
  }
}

async function readSpec(files: LocalFiles, digest: string): Promise<ModelSpec> {
  return modelSpecSchema.parse(JSON.parse(new TextDecoder().decode(await files.read(digest))));
}
