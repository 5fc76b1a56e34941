import type { ElementShape } from '@graft/graph';
import { UserError } from '@graft/errors';
import {
  composeContent,
  type ImportedContent,
  type LabelledExample,
  type RejectedFile,
} from './import-content';
import type { FindStored, StoredPlace } from './find-stored';
import { openArchive, type ArchiveFile } from './open-archive';
import type { PackPlace, PackWriter } from './pack-writer';
import { readPicture, type Picture, type PictureReading } from './read-picture';

/** Pictures that are read ahead, so that each decoder (libuv runs four) finds the next one ready. */
const AT_ONCE = 12;
const CLUTTER = /(^|\/)(__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini|\.gitkeep)(\/|$)/;

/** How many pictures of how many have been read. */
export interface ImportProgress {
  done: number;
  total: number;
}

interface ImportWatch {
  /** What it finds is not stored again. */
  findStored?: FindStored;
  signal?: AbortSignal;
  /** Asked once, before anything is unpacked, with what it may take at most, in bytes; refuses by throwing. */
  onSize?: (bytes: number) => Promise<void>;
  onProgress?: (progress: ImportProgress) => void;
}

type Sorted = { file: ArchiveFile; class: string };
type StoredPicture = Pick<Picture, 'sha256' | 'phash' | 'height' | 'width' | 'channels'> & {
  name: string;
  class: string;
  place: PackPlace | StoredPlace;
};

/**
 * Imports a zip with one folder of pictures for each class. What can't be used is listed, the rest
 * is kept.
 * @throws UserError 422 `archive.*` for an archive that is not to be trusted, `dataset.empty`
 */
export async function importPictures(
  path: string,
  packs: PackWriter,
  watch: ImportWatch = {},
): Promise<ImportedContent> {
  const rejected: RejectedFile[] = [];
  const stored = await readArchive(path, packs, rejected, watch);
  const digests = await packs.finish();
  const examples = stored.map((picture) => toExample(picture, digests));
  return composeContent(findShape(stored), examples, rejected);
}

async function readArchive(
  path: string,
  packs: PackWriter,
  rejected: RejectedFile[],
  watch: ImportWatch,
): Promise<StoredPicture[]> {
  const archive = await openArchive(path);
  try {
    await watch.onSize?.(archive.bytes);
    return await storeAll(sortIntoClasses(archive.files, rejected), packs, rejected, watch);
  } finally {
    archive.close();
  }
}

/** The class is the folder; one folder around everything is looked through. */
function sortIntoClasses(files: readonly ArchiveFile[], rejected: RejectedFile[]): Sorted[] {
  const useful = files.filter(({ name }) => !CLUTTER.test(name));
  const depth = countCommonFolders(useful.map(({ name }) => name));
  const sorted: Sorted[] = [];
  const classes = new Map<string, string>();
  for (const file of useful) {
    const parts = file.name.split('/').slice(depth);
    const [folder] = parts;
    if (folder === undefined || parts.length < 2) {
      rejected.push({ name: file.name, reason: 'it is not in the folder of a class' });
      continue;
    }
    // One string a class, not one a picture.
    const name = classes.get(folder) ?? folder;
    classes.set(name, name);
    sorted.push({ file, class: name });
  }
  return sorted;
}

/** 1 when all lie in one folder that holds further folders only, else 0. */
function countCommonFolders(names: readonly string[]): 0 | 1 {
  const first = new Set(names.map((name) => name.split('/')[0]));
  return first.size === 1 && names.every((name) => name.split('/').length > 2) ? 1 : 0;
}

async function storeAll(
  sorted: readonly Sorted[],
  packs: PackWriter,
  rejected: RejectedFile[],
  { signal, onProgress, findStored }: ImportWatch,
): Promise<StoredPicture[]> {
  const stored: StoredPicture[] = [];
  const places = new Map<string, PackPlace | StoredPlace>();
  let done = 0;
  for await (const { file, class: name, reading } of readAhead(sorted)) {
    signal?.throwIfAborted();
    done += 1;
    onProgress?.({ done, total: sorted.length });
    if (!reading.ok) {
      rejected.push({ name: file.name, reason: reading.reason });
      continue;
    }
    const { bytes, sha256, phash, height, width, channels } = reading;
    const place =
      places.get(sha256) ?? (await findStored?.(sha256, bytes)) ?? (await packs.add(bytes));
    places.set(sha256, place);
    const shape = { height, width, channels };
    stored.push({ name: file.name, class: name, sha256, phash, ...shape, place });
  }
  return stored;
}

/** In order, with the next ones being decoded meanwhile. */
async function* readAhead(
  sorted: readonly Sorted[],
): AsyncGenerator<Sorted & { reading: PictureReading }> {
  const begun: Promise<PictureReading>[] = [];
  let next = 0;
  for (const each of sorted) {
    while (begun.length < AT_ONCE && next < sorted.length) {
      begun.push(readFile(sorted[next]!.file));
      next += 1;
    }
    const [reading] = await Promise.all(begun.splice(0, 1));
    if (reading) yield { ...each, reading };
  }
}

async function readFile(file: ArchiveFile): ReturnType<typeof readPicture> {
  try {
    return await readPicture(await file.read());
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ok: false, reason: 'it is broken in the archive' };
  }
}

function toExample(picture: StoredPicture, digests: readonly string[]): LabelledExample {
  const { sha256, phash, name, class: className, place } = picture;
  const { offset, length } = place;
  const pack = typeof place.pack === 'string' ? place.pack : (digests[place.pack] as string);
  return { sha256, name, class: className, pack, offset, length, phash };
}

function findShape(pictures: readonly StoredPicture[]): ElementShape {
  const same = (pick: (picture: StoredPicture) => number): number | null => {
    const values = new Set(pictures.map(pick));
    const [value] = values;
    return values.size === 1 && value !== undefined ? value : null;
  };
  return {
    kind: 'image',
    height: same(({ height }) => height),
    width: same(({ width }) => width),
    channels: pictures.every(({ channels }) => channels === 1) ? 1 : 3,
  };
}
