import type { DatasetManifest } from '@graft/graph';
import { writeCsvRows } from '@graft/nodes';
import { nameExampleFiles } from '@graft/nodes/code';
import { streamZip, type ZipFile } from '@graft/storage';

/**
 * A data set version as a zip: pictures as they are stored, a folder a class, each once; texts as
 * `texts.csv`. It can be imported again.
 */
export function exportDataset(
  manifest: DatasetManifest,
  read: (sha256: string) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  return streamZip(
    manifest.element.kind === 'text' ? writeTexts(manifest) : readFiles(manifest, read),
  );
}

async function* readFiles(
  manifest: DatasetManifest,
  read: (sha256: string) => Promise<Uint8Array>,
): AsyncGenerator<ZipFile> {
  const fileOf = nameExampleFiles(manifest);
  const written = new Set<string>();
  for (const example of manifest.examples) {
    const name = fileOf(example);
    if (written.has(name)) continue;
    written.add(name);
    yield { name, data: await read(example.sha256) };
  }
}

function writeTexts({ classes, examples }: DatasetManifest): ZipFile[] {
  const rows = examples.map((example) => [
    'text' in example ? example.text : '',
    classes[example.label] ?? '',
  ]);
  return [{ name: 'texts.csv', data: Buffer.from(writeCsvRows([['text', 'label'], ...rows])) }];
}
