import { zipSync, type Zippable } from 'fflate';

/** Every entry has the same time, so that the same files give the same bytes. */
const TIME = new Date(1980, 0, 1);
/** Weights do not get smaller; text does. */
const PACKED = /\.(md|mjs|py|html|json|txt)$/;

/** Files as one zip, in their order; `packAll` compresses weights too. */
export function zipFiles(
  files: ReadonlyMap<string, Uint8Array>,
  { packAll = false } = {},
): Uint8Array {
  const entries: Zippable = {};
  for (const [name, bytes] of files) {
    entries[name] = [bytes, { level: packAll || PACKED.test(name) ? 6 : 0, mtime: TIME }];
  }
  return zipSync(entries);
}
