/**
 * Two pictures whose hashes differ in at most this many of 64 bits are near duplicates. On the bundled
 * emoji a JPEG of quality 60, half the size or 90 % brightness stays within it for 94 to 100 % of the
 * pictures (apps/api/src/datasets/hash-picture.test.ts), while few different pictures do.
 */
export const NEAR_DISTANCE = 4;

/** One group with more than this share of all examples: the hash sees no difference between kinds. */
const COARSE_SHARE = 0.1;
const COARSE_LEAST = 20;

const HASH = /^[0-9a-f]{16}$/;
const BITS = 64;

/** An example as far as duplicates go; `phash` is missing for texts and in old data sets. */
export interface HashedExample {
  readonly sha256: string;
  /** 64 bits as 16 hex digits. */
  readonly phash?: string | undefined;
}

/** Number of bits in which two perceptual hashes differ, 0 to 64. */
export function hashDistance(left: string, right: string): number {
  const [a, b] = [splitHash(left), splitHash(right)];
  return countBits(a.high ^ b.high) + countBits(a.low ^ b.low);
}

/**
 * Places of examples that are the same file or look alike, in groups of two or more; whoever looks
 * like one of a group belongs to it. Groups and the places in them are in ascending order.
 *
 * @param distance bits that may differ; 0 to 15
 */
export function groupNearDuplicates(
  examples: readonly HashedExample[],
  distance: number = NEAR_DISTANCE,
): number[][] {
  return joinNearDuplicates(examples, distance, Infinity)?.list() ?? [];
}

/** Null as soon as a group has more than `most` examples. */
function joinNearDuplicates(
  examples: readonly HashedExample[],
  distance: number,
  most: number,
): DisjointSets | null {
  const groups = new DisjointSets(examples.length);
  const firstOf = new Map<string, number>();
  const distinct: Placed[] = [];
  for (const [place, { sha256, phash }] of examples.entries()) {
    const first = firstOf.get(sha256);
    if (first !== undefined) groups.join(first, place);
    else {
      firstOf.set(sha256, place);
      if (phash !== undefined && HASH.test(phash)) distinct.push({ place, ...splitHash(phash) });
    }
  }
  // Of distance + 1 bands at least one is equal in both (pigeonhole principle).
  for (const band of cutIntoBands(distance + 1)) {
    joinWithinBuckets(distinct, band, distance, groups, most);
    if (groups.largest > most) return null;
  }
  return groups;
}

/**
 * Groups of examples that should be kept together, places as in `groupNearDuplicates`. Where a tenth
 * of all examples would chain into one group, as handwritten digits do, the perceptual hash is too
 * coarse for this kind of picture and only equal contents count.
 */
export function groupTwins(examples: readonly HashedExample[]): number[][] {
  const most = Math.max(COARSE_LEAST, COARSE_SHARE * examples.length);
  const alike = joinNearDuplicates(examples, NEAR_DISTANCE, most);
  if (alike !== null && alike.largest <= most) return alike.list();
  return groupNearDuplicates(examples.map(({ sha256 }) => ({ sha256 })));
}

interface Halves {
  readonly high: number;
  readonly low: number;
}
interface Placed extends Halves {
  readonly place: number;
}
interface Band {
  readonly from: number;
  readonly to: number;
}

function cutIntoBands(count: number): Band[] {
  return Array.from({ length: count }, (_, index) => ({
    from: Math.floor((index * BITS) / count),
    to: Math.floor(((index + 1) * BITS) / count),
  }));
}

function joinWithinBuckets(
  hashes: readonly Placed[],
  band: Band,
  distance: number,
  groups: DisjointSets,
  most: number,
): void {
  const buckets = new Map<string, Placed[]>();
  const [high, low] = [maskOf(band, 32), maskOf(band, 0)];
  for (const hash of hashes) {
    const key = `${hash.high & high}:${hash.low & low}`;
    const bucket = buckets.get(key);
    if (bucket === undefined) {
      buckets.set(key, [hash]);
      continue;
    }
    if (groups.largest > most) return;
    for (const other of bucket) {
      const differing = countBits(hash.high ^ other.high) + countBits(hash.low ^ other.low);
      if (differing <= distance) groups.join(other.place, hash.place);
    }
    // Equal hashes need one representative only: it keeps buckets of blank pictures short.
    if (!bucket.some((other) => other.high === hash.high && other.low === hash.low)) {
      bucket.push(hash);
    }
  }
}

function maskOf({ from, to }: Band, offset: number): number {
  let mask = 0;
  for (let bit = 0; bit < 32; bit++) {
    if (bit + offset >= from && bit + offset < to) mask |= 1 << bit;
  }
  return mask;
}

function splitHash(hash: string): Halves {
  return { high: parseInt(hash.slice(0, 8), 16) | 0, low: parseInt(hash.slice(8), 16) | 0 };
}

function countBits(value: number): number {
  let rest = value - ((value >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Union-find with path halving. */
class DisjointSets {
  readonly #parents: Int32Array;
  readonly #sizes: Int32Array;
  /** Members of the largest set. */
  largest = 0;

  constructor(size: number) {
    this.#parents = Int32Array.from({ length: size }, (_, place) => place);
    this.#sizes = new Int32Array(size).fill(1);
  }

  join(left: number, right: number): void {
    const [a, b] = [this.#find(left), this.#find(right)];
    if (a === b) return;
    const root = Math.min(a, b);
    this.#parents[Math.max(a, b)] = root;
    const size = (this.#sizes[a] ?? 0) + (this.#sizes[b] ?? 0);
    this.#sizes[root] = size;
    this.largest = Math.max(this.largest, size);
  }

  list(): number[][] {
    const members = new Map<number, number[]>();
    for (let place = 0; place < this.#parents.length; place++) {
      const root = this.#find(place);
      const group = members.get(root);
      if (group === undefined) members.set(root, [place]);
      else group.push(place);
    }
    return [...members.values()].filter((group) => group.length > 1);
  }

  #find(place: number): number {
    let at = place;
    while (this.#parents[at] !== at) {
      const parent = this.#parents[at] ?? at;
      this.#parents[at] = this.#parents[parent] ?? parent;
      at = parent;
    }
    return at;
  }
}
