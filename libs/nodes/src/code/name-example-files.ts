import type { DatasetManifest, ManifestExample } from '@graft/graph';

/** A name as a folder that every system takes, and that leads nowhere else. */
export function nameFolder(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^\.+/, '_');
  return safe === '' ? '_' : safe.slice(0, 60);
}

/**
 * Where each picture of a data set lies in its export: a folder a class, the file named by its content.
 * Classes whose folders would be one are told apart by number.
 */
export function nameExampleFiles(
  manifest: Pick<DatasetManifest, 'classes'>,
): (example: Pick<ManifestExample, 'sha256' | 'label' | 'name'>) => string {
  const taken = new Set<string>();
  const folders = manifest.classes.map((name, label) => {
    const plain = nameFolder(name);
    const folder = taken.has(plain.toLowerCase()) ? `${plain}-${String(label)}` : plain;
    taken.add(folder.toLowerCase());
    return folder;
  });
  return ({ sha256, label, name }) => {
    const ending = /\.(?:png|jpe?g|webp|gif)$/i.exec(name)?.[0].toLowerCase() ?? '.png';
    return `${folders[label] ?? '_'}/${sha256.slice(0, 20)}${ending}`;
  };
}
