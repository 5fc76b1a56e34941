import { UserError } from '@graft/errors';
import type { ModelSpec } from '@graft/model';
import type { StepContext } from '../define-step';
import { zipFiles } from './zip-files';

/**
 * The words of a model for texts as a zip: `vocabulary.json`, a list, and `vectors.bin`, a row of float32
 * (little-endian) for each word of the list in its order.
 * @throws UserError `export.no_words`
 */
export async function packWords(
  context: Pick<StepContext, 'readArtifact' | 'loadWeights'>,
  { input, layers }: ModelSpec,
  name: string,
): Promise<Uint8Array> {
  const [table] = layers.find((layer) => layer.class === 'Embedding')?.weights ?? [];
  if (input.kind !== 'tokens' || table === undefined) {
    throw new UserError({
      code: 'export.no_words',
      message: `"${name}" reads no words, so there are none to export. Choose another format.`,
    });
  }
  const rows = (await context.loadWeights([table])).get(table.name) ?? new Float32Array();
  const readme = `# ${name}: words and their vectors

\`vocabulary.json\` lists the words. \`vectors.bin\` holds ${table.shape.join(' x ')} numbers (float32, little-endian): a row for
each word, in the order of the list.
`;
  return zipFiles(
    new Map([
      ['README.md', new TextEncoder().encode(readme)],
      ['vocabulary.json', await context.readArtifact(input.vocabulary)],
      ['vectors.bin', new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength)],
    ]),
  );
}
