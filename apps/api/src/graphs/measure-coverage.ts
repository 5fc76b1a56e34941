import { datasetManifestSchema, type DatasetCard, type TextCoverage } from '@graft/graph';
import { createTokeniser, type Tokeniser } from '@graft/model';
import type { BlobStore } from '@graft/storage';
import { recall } from './recall';

const tokenisers = new Map<string, Promise<Tokeniser>>();
const measured = new Map<string, Promise<TextCoverage>>();

/**
 * How far vocabularies cover a data set of texts. Both are immutable, so each pair is counted once.
 * One that can't be read (it is still being installed, or damaged) is left out: this is advice.
 */
export async function measureCoverage(
  blobs: BlobStore,
  { element, digest }: Pick<DatasetCard, 'element' | 'digest'>,
  vocabularies: readonly string[],
): Promise<TextCoverage[]> {
  if (element.kind !== 'text') return [];
  const counts = vocabularies.map((vocabulary) => {
    const key = `${digest} ${vocabulary}`;
    return recall(measured, key, () => count(blobs, digest, vocabulary));
  });
  const settled = await Promise.allSettled(counts);
  return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

async function count(blobs: BlobStore, digest: string, vocabulary: string): Promise<TextCoverage> {
  const tokeniser = await recall(tokenisers, vocabulary, async () =>
    createTokeniser(await blobs.read(vocabulary)),
  );
  const manifest = datasetManifestSchema.parse(
    JSON.parse((await blobs.read(digest)).toString('utf8')),
  );
  const texts = manifest.examples.flatMap((example) => ('text' in example ? [example.text] : []));
  const unknown = texts.filter((text) => !tokeniser.knows(text)).length;
  return { vocabulary, unknown, texts: texts.length };
}
