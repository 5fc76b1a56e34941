/** Side of the small grey picture that is hashed. */
export const HASH_SIDE = 32;
const FREQUENCIES = 8;

/** Rows of the discrete cosine transform (type II) for the lowest frequencies. */
const COSINES = Array.from({ length: FREQUENCIES }, (_, frequency) =>
  Float64Array.from({ length: HASH_SIDE }, (_, place) =>
    Math.cos((Math.PI * frequency * (2 * place + 1)) / (2 * HASH_SIDE)),
  ),
);

/**
 * The perceptual hash of a picture as 16 hex digits: which of its 63 lowest frequencies lie above
 * their median, the constant one left out. Small changes of size, brightness and compression change
 * few bits (after Zauner, "Implementation and benchmarking of perceptual image hash functions", 2010).
 *
 * @param grey 32 x 32 values, row by row
 */
export function hashPicture(grey: Uint8Array): string {
  const frequencies = transform(grey);
  const [, ...varying] = frequencies;
  const median = [...varying].sort((a, b) => a - b)[varying.length >> 1] ?? 0;
  let hash = '';
  for (let at = 0; at < frequencies.length; at += 4) {
    let digit = 0;
    for (let bit = 0; bit < 4; bit++) {
      const constant = at + bit === 0;
      if (!constant && (frequencies[at + bit] ?? 0) > median) digit |= 8 >> bit;
    }
    hash += digit.toString(16);
  }
  return hash;
}

function transform(grey: Uint8Array): number[] {
  const rows = COSINES.map((cosines) =>
    Float64Array.from({ length: HASH_SIDE }, (_, y) => {
      let sum = 0;
      for (let x = 0; x < HASH_SIDE; x++) sum += (grey[y * HASH_SIDE + x] ?? 0) * (cosines[x] ?? 0);
      // Rounding keeps the noise of sums from deciding bits where nothing varies.
      return Math.round(sum * 1e3) / 1e3;
    }),
  );
  return COSINES.flatMap((cosines) =>
    rows.map((row) => {
      let sum = 0;
      for (let y = 0; y < HASH_SIDE; y++) sum += (row[y] ?? 0) * (cosines[y] ?? 0);
      return Math.round(sum);
    }),
  );
}
