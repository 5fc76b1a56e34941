import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { baseImportSchema, type PublishedBaseView } from '@graft/contracts';
import type { Database } from '@graft/db';
import { UserError } from '@graft/errors';
import { listWeightFiles, type BaseCard } from '@graft/model';
import type { BaseImporter } from '../models/base-importer';
import type { AddressGuard } from '../webhooks/public-address';
import { fetchFile, probe } from './fetch-file';
import type { PublishedBase } from './read-published';

export interface FetchLimits {
  readonly fileBytes: number;
  readonly totalMs: number;
  readonly probeMs: number;
}

interface Means {
  readonly entries: readonly PublishedBase[];
  readonly guard: AddressGuard;
  readonly database: Pick<Database, 'bases'>;
  readonly importer: Pick<BaseImporter, 'importPlaced'>;
  /** Where temporary folders are made. */
  readonly folder: string;
  readonly limits?: FetchLimits;
}

type Digests = Readonly<Record<string, string>>;

const LIMITS: FetchLimits = { fileBytes: 512 * 1024 ** 2, totalMs: 10 * 60_000, probeMs: 3000 };
const MOST_FILES = 64;
/** All files of one base, and the one that is read as JSON here. */
const MOST_BYTES = 1024 ** 3;
const MOST_MODEL_JSON = 16 * 1024 ** 2;
const TAKEN = 'Another base model of this workspace has this name.';
/** How long an address that answered, or did not, is taken to go on so. */
const PROBE_KEPT_MS = 60_000;
const ONNX_FILE = 'model.onnx';

/** Base models that are fetched from where they are published, one time for each workspace. */
export class PublishedBases {
  readonly #probes = new Map<string, { at: number; reason: Promise<string | null> }>();
  readonly #running = new Map<string, Promise<Fetched>>();

  constructor(private readonly means: Means) {}

  async list(workspaceId: string): Promise<PublishedBaseView[]> {
    const { entries, database } = this.means;
    const [here, pins] = await Promise.all([
      database.bases.list(workspaceId),
      database.bases.listPins(workspaceId),
    ]);
    const names = new Set(here.map(({ name }) => name));
    return Promise.all(
      entries.map(async ({ sha256, input: _input, layout: _layout, ...entry }) => {
        const pinned = pins.get(entry.ref) ?? null;
        const isTaken = names.has(entry.ref);
        const isHere = isTaken && pinned !== null;
        const reason = isHere ? null : isTaken ? TAKEN : await this.#probe(entry.address);
        return {
          ...entry,
          state: isHere ? 'here' : reason === null ? 'available' : 'offline',
          reason,
          digests: isHere ? pinned : (sha256 ?? pinned),
          verified: sha256 !== null,
        } as const;
      }),
    );
  }

  /**
   * Fetches, checks and keeps a base; who asks for the same meanwhile waits for the same.
   * @throws UserError 404 `base.unknown`, `base.wrong_digest`, `base.changed`, and what `fetchFile` and the
   * import throw
   */
  async fetch(workspaceId: string, ref: string): Promise<Fetched> {
    const entry = this.means.entries.find((each) => each.ref === ref);
    if (entry === undefined) throw unknown(ref);
    const key = `${workspaceId} ${ref}`;
    const running = this.#running.get(key) ?? this.#fetch(workspaceId, entry);
    this.#running.set(key, running);
    try {
      return await running;
    } finally {
      this.#running.delete(key);
    }
  }

  async #fetch(workspaceId: string, entry: PublishedBase): Promise<Fetched> {
    const { folder, importer, database } = this.means;
    await mkdir(folder, { recursive: true });
    const scratch = await mkdtemp(join(folder, 'published-'));
    try {
      const pins = await database.bases.listPins(workspaceId);
      const { placed, digests } = await this.#download(entry, scratch);
      checkDigests(entry, digests, pins.get(entry.ref) ?? null);
      const card = await importer.importPlaced(
        workspaceId,
        placed,
        baseImportSchema.parse({ name: entry.ref, licence: entry.licence, ...entry.input }),
      );
      await database.bases.pin(workspaceId, entry.ref, digests);
      return { card, digests };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async #download(
    { address, layout }: PublishedBase,
    scratch: string,
  ): Promise<{ placed: Map<string, string>; digests: Record<string, string> }> {
    const { guard, limits = LIMITS } = this.means;
    const signal = AbortSignal.timeout(limits.totalMs);
    const placed = new Map<string, string>();
    const digests: Record<string, string> = {};
    let left = MOST_BYTES;
    const take = async (name: string, from: URL, most = limits.fileBytes) => {
      const path = join(scratch, String(placed.size));
      const mostBytes = Math.min(most, left);
      digests[name] = await fetchFile(from, path, { guard, mostBytes, signal });
      left -= (await stat(path)).size;
      placed.set(name, path);
      return path;
    };
    if (layout === 'onnx') {
      await take(ONNX_FILE, new URL(address));
      return { placed, digests };
    }
    const mostJson = Math.min(MOST_MODEL_JSON, limits.fileBytes);
    const path = await take('model.json', new URL(address), mostJson);
    for (const name of await readWeightNames(path)) await take(name, new URL(name, address));
    return { placed, digests };
  }

  #probe(address: string): Promise<string | null> {
    const { guard, limits = LIMITS } = this.means;
    const known = this.#probes.get(address);
    if (known !== undefined && Date.now() - known.at < PROBE_KEPT_MS) return known.reason;
    const signal = AbortSignal.timeout(limits.probeMs);
    const reason = probe(new URL(address), { guard, mostBytes: 0, signal });
    this.#probes.set(address, { at: Date.now(), reason });
    return reason;
  }
}

export interface Fetched {
  readonly card: BaseCard;
  readonly digests: Digests;
}

/** Plain names only: a name that is a path is refused by the reader. */
async function readWeightNames(path: string): Promise<readonly string[]> {
  let model: unknown;
  try {
    model = JSON.parse(await readFile(path, 'utf8'));
  } catch {
    throw new UserError({
      code: 'model.unsupported_model',
      message: 'What was fetched is no model.json: the address may have moved.',
    });
  }
  const names = listWeightFiles(model);
  if (names.length <= MOST_FILES) return names;
  throw new UserError({
    code: 'base.too_large',
    message: `The model lies in more than ${String(MOST_FILES)} files.`,
  });
}

function checkDigests({ name, sha256 }: PublishedBase, found: Digests, pinned: Digests | null) {
  const unlike = sha256 === null ? null : findUnlike(sha256, found);
  if (unlike !== null) {
    throw new UserError({
      code: 'base.wrong_digest',
      message: `What was fetched for ${name} is not what Graft knows: ${unlike.text}. Nothing was kept.`,
      details: unlike.details,
    });
  }
  const changed = pinned === null ? null : findUnlike(pinned, found);
  if (changed !== null) {
    throw new UserError({
      code: 'base.changed',
      message: `${name} is not what this workspace fetched first: ${changed.text}. Nothing was kept; if you trust it, import it under another name.`,
      details: changed.details,
    });
  }
}

/** The first file that is another one than expected, missing or too many. */
function findUnlike(expected: Digests, found: Digests) {
  const file = [...new Set([...Object.keys(expected), ...Object.keys(found)])]
    .sort()
    .find((each) => expected[each] !== found[each]);
  if (file === undefined) return null;
  const [wanted = null, got = null] = [expected[file], found[file]];
  const say = (digest: string | null) => digest ?? 'no such file';
  return {
    text: `the SHA-256 of ${file} should be ${say(wanted)} and is ${say(got)}`,
    details: { file, expected: wanted, found: got },
  };
}

function unknown(ref: string): UserError {
  return new UserError({
    status: 404,
    code: 'base.unknown',
    message: `No published base model is called "${ref.slice(0, 100)}".`,
  });
}
