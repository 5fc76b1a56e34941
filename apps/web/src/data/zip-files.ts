import { Zip, ZipPassThrough } from 'fflate';

/** Files as a zip, one after the other, uncompressed; no two under one name. */
export async function zipFiles(
  files: readonly File[],
  nameOf: (file: File) => string,
): Promise<Blob> {
  const parts: BlobPart[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    parts.push(Uint8Array.from(chunk));
  });
  const taken = new Set<string>();
  for (const file of files) {
    const entry = new ZipPassThrough(findFreeName(nameOf(file), taken));
    zip.add(entry);
    entry.push(new Uint8Array(await file.arrayBuffer()), true);
  }
  zip.end();
  return new Blob(parts, { type: 'application/zip' });
}

/** Two pictures of one name in one class are two pictures. */
function findFreeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free.toLowerCase()); count += 1) {
    free = name.replace(/(\.\w+)$/, ` (${String(count)})$1`);
  }
  taken.add(free.toLowerCase());
  return free;
}
