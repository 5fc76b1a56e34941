import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BaseImport } from '@graft/contracts';
import type { Database } from '@graft/db';
import type { EnginePool } from '@graft/engine/host';
import { UserError } from '@graft/errors';
import { digestSpec, modelSpecSchema, type BaseCard } from '@graft/model';
import type { BlobStore } from '@graft/storage';
import { openArchive, type ArchiveFile } from '../datasets/open-archive';
import { writeAll } from '../datasets/store-upload';
import { askEngine } from './ask-engine';

interface Means {
  readonly engines: Pick<EnginePool, 'run'>;
  readonly blobs: BlobStore;
  readonly database: Pick<Database, 'bases' | 'blobs'>;
  /** Where temporary folders are made. */
  readonly folder: string;
  readonly threads: number;
}

type NamedFile = {
  name: string;
  digest: string;
};

/** Files of a model that may lie in an archive; others (READMEs, pictures) are left alone. */
const USEFUL =
  /^(model\.json|config\.json|metadata\.json|model\.weights\.h5|[A-Za-z0-9][\w.-]*\.onnx|[A-Za-z0-9][\w.-]*\.bin|group[\w.-]+)$/;
const TIME_LIMIT_SECONDS = 300;
/** Of one file: more than the largest base that one machine can train on. */
const MOST_BYTES = 1024 ** 3;
/** Of an archive: a base is one such file, or several that are no more together. */
const ARCHIVE = { entryBytes: MOST_BYTES, totalBytes: 2 * MOST_BYTES };
const ZIP = Buffer.from('PK\x03\x04', 'latin1');
/** An ONNX file begins with the version of its format: field 1, a number. */
const ONNX_START = 0x08;
const HDF5 = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');

/** Turns models from elsewhere into base models. An engine process reads them; blobs come first, the row last. */
export class BaseImporter {
  constructor(private readonly means: Means) {}

  /**
   * An upload: a zip of files, or one file.
   * @throws UserError 422 `archive.*`, `model.*`, 409 `base.name_taken`
   */
  import(workspaceId: string, path: string, asked: BaseImport): Promise<BaseCard> {
    return this.#inScratch(async (scratch) => {
      const paths = new Map<string, string>();
      const files = await placeFiles(path, scratch, paths);
      return this.#make(workspaceId, asked, { files, paths, scratch });
    });
  }

  /** Files that lie on this machine already, by the names that the reader knows. Throws as `import`. */
  importPlaced(
    workspaceId: string,
    placed: ReadonlyMap<string, string>,
    asked: BaseImport,
  ): Promise<BaseCard> {
    const files = [...placed.keys()].map((name) => ({ name, digest: name }));
    return this.#inScratch((scratch) =>
      this.#make(workspaceId, asked, { files, paths: placed, scratch }),
    );
  }

  async #inScratch(work: (scratch: string) => Promise<BaseCard>): Promise<BaseCard> {
    const { folder } = this.means;
    await mkdir(folder, { recursive: true });
    const scratch = await mkdtemp(join(folder, 'base-'));
    try {
      return await work(scratch);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async #make(
    workspaceId: string,
    { name, licence, ...params }: BaseImport,
    { files, paths, scratch }: Placed,
  ): Promise<BaseCard> {
    const { engines, threads, blobs, database } = this.means;
    const made = await askEngine(engines, {
      ...{ kind: 'import-base', params: { files, ...params }, scratch, threads },
      ...{ files: Object.fromEntries(paths), seconds: TIME_LIMIT_SECONDS },
    });
    const weights = await blobs.put({ path: join(scratch, made['weights'] ?? '') });
    const text = await readFile(join(scratch, made['model'] ?? ''), 'utf8');
    const spec = modelSpecSchema.parse(JSON.parse(text));
    const stored = await blobs.put({ bytes: Buffer.from(text) });
    await database.blobs.record([weights, stored]);
    await database.bases.add(workspaceId, { name, digest: stored.digest, licence });
    return { origin: 'imported', ref: name, name, digest: digestSpec(spec), spec, licence };
  }
}

interface Placed {
  readonly files: NamedFile[];
  readonly paths: ReadonlyMap<string, string>;
  readonly scratch: string;
}

/** Files under their digest in the scratch folder: no name from outside is ever a path. */
async function placeFiles(
  path: string,
  scratch: string,
  paths: Map<string, string>,
): Promise<NamedFile[]> {
  const start = await readStart(path);
  if (start.subarray(0, 4).equals(ZIP)) return unpack(path, scratch, paths);
  if (start[0] === ONNX_START) return placeOne('model.onnx', path, paths);
  if (!start.equals(HDF5)) {
    throw new UserError({
      code: 'model.unsupported_file',
      message:
        'This is no model that Graft reads: take a zip of model.json with its weight files, a Keras .h5, a .keras file, or an ONNX file. A PyTorch model is exported as ONNX first (torch.onnx.export).',
    });
  }
  return placeOne('model.h5', path, paths);
}

/** Its name is one for the engine; that it is no sha256 matters to nobody. */
function placeOne(name: string, path: string, paths: Map<string, string>): NamedFile[] {
  paths.set(name, path);
  return [{ name, digest: name }];
}

async function unpack(
  path: string,
  scratch: string,
  paths: Map<string, string>,
): Promise<NamedFile[]> {
  const archive = await openArchive(path, ARCHIVE);
  try {
    const files: NamedFile[] = [];
    for (const file of archive.files) {
      const called = basename(file.name);
      if (!USEFUL.test(called)) continue;
      const name = called.endsWith('.onnx') ? 'model.onnx' : called;
      if (files.some((each) => each.name === name)) throw twice(name);
      const { digest, place } = await unpackFile(
        file,
        join(scratch, `file-${String(files.length)}`),
      );
      paths.set(digest, place);
      files.push({ name, digest });
    }
    if (files.length > 0) return files;
    throw new UserError({
      code: 'model.unsupported_file',
      message: 'The archive holds no model.json, no Keras and no ONNX model.',
    });
  } finally {
    archive.close();
  }
}

/** Piece by piece: a file may be larger than what the server should hold in memory. */
async function unpackFile(
  file: ArchiveFile,
  place: string,
): Promise<{ digest: string; place: string }> {
  const hash = createHash('sha256');
  const hashed = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of file.stream()) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await writeAll(place, hashed());
  return { digest: hash.digest('hex'), place };
}

function twice(name: string): UserError {
  return new UserError({
    code: 'model.ambiguous_files',
    message: `The archive holds "${name}" in two folders: pack one model alone.`,
  });
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
