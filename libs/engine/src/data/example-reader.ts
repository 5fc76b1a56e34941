import { createHash } from 'node:crypto';
import { OperationalError, UnexpectedError, UserError } from '@graft/errors';
import type { DatasetManifest, ExampleRow, ManifestExample, Selection } from '@graft/graph';
import type { ExampleSet, Picture } from '@graft/nodes/steps';
import { decodePicture } from './decode-picture';
import type { LocalFiles } from './local-files';

/** Reads the examples of a selection from the packs of their data set version. */
export class ExampleReader implements ExampleSet {
  readonly classes: readonly string[];
  readonly examples: readonly ExampleRow[];
  readonly element: DatasetManifest['element'];
  readonly #stored: ReadonlyMap<string, ManifestExample>;
  readonly #files: LocalFiles;

  constructor(manifest: DatasetManifest, selection: Selection, files: LocalFiles) {
    this.classes = selection.classes;
    this.examples = selection.examples;
    this.element = manifest.element;
    this.#stored = new Map(manifest.examples.map((example) => [example.sha256, example]));
    this.#files = files;
  }

  readPictures(indices: readonly number[], channels: 1 | 3): Promise<Picture[]> {
    return Promise.all(
      indices.map(async (index) =>
        decodePicture(await this.readBytes(index), channels, { name: this.#row(index).name }),
      ),
    );
  }

  async readBytes(index: number): Promise<Uint8Array> {
    const row = this.#row(index);
    const stored = this.#stored.get(row.sha256);
    if (stored === undefined) {
      throw new UnexpectedError({
        code: 'data.unknown-example',
        message: `A selection holds "${row.name}", which is not in its data set.`,
      });
    }
    if ('text' in stored) return new TextEncoder().encode(stored.text);
    const bytes = await this.#files.readRange(stored.pack, stored.offset, stored.length);
    if (createHash('sha256').update(bytes).digest('hex') === row.sha256) return bytes;
    throw new OperationalError({
      code: 'dataset.damaged',
      message: `The stored bytes of "${row.name}" are damaged. Restore the data folder from a backup or import the data set again.`,
      details: { name: row.name },
    });
  }

  #row(index: number): ExampleRow {
    const row = this.examples[index];
    if (row !== undefined) return row;
    throw new UserError({
      code: 'data.no-example',
      message: `There is no example number ${String(index)} among ${String(this.examples.length)}.`,
    });
  }
}
