import { parseGraph, type Graph } from '@graft/graph';
import * as words from '#words/start';

/** What a file holds: a pipeline, or why there is none to open, for a person. */
export type GraphFile =
  | { readonly graph: Graph; readonly problem?: never }
  | { readonly graph?: never; readonly problem: string };

/** Where exports keep the pipeline that made them: the zip of a model, and a Keras file. */
const ENTRIES: readonly string[] = ['graft.json', 'metadata.json'];
const LARGEST_ENTRY = 16 * 1024 ** 2;
const LARGEST_FILE = 1024 ** 3;
const NOTHING = words.holdsNoPipeline;

/** Reads a saved pipeline, or the pipeline that an exported model carries. Never rejects. */
export async function readGraphFile(file: Blob): Promise<GraphFile> {
  if (file.size > LARGEST_FILE) return { problem: words.itIsLargerThan1Gb };
  try {
    if (await isZip(file)) {
      const texts = await readEntries(new Uint8Array(await file.arrayBuffer()));
      const graphs = texts.flatMap((text) => findGraph(JSON.parse(text)) ?? []);
      return graphs[0] === undefined ? { problem: NOTHING } : openGraph(graphs[0]);
    }
    if (file.size > LARGEST_ENTRY) return { problem: NOTHING };
    return openGraph(await file.text());
  } catch {
    return { problem: words.itIsDamaged };
  }
}

function openGraph(document: unknown): GraphFile {
  const { graph, issues } = parseGraph(document);
  return graph === undefined ? { problem: issues[0]?.message ?? NOTHING } : { graph };
}

async function isZip(file: Blob): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return [0x50, 0x4b, 0x03, 0x04].every((byte, at) => start[at] === byte);
}

/** Texts of the entries that may hold a pipeline; everything else stays packed. */
async function readEntries(bytes: Uint8Array): Promise<string[]> {
  const { unzipSync } = await import('fflate');
  const entries = unzipSync(bytes, {
    filter: ({ name, originalSize }) => ENTRIES.includes(name) && originalSize <= LARGEST_ENTRY,
  });
  return Object.values(entries).map((each) => new TextDecoder().decode(each));
}

/** The graph of `graft.export/1` metadata, which a Keras file keeps under `graft`. */
function findGraph(metadata: unknown): object | null {
  if (typeof metadata !== 'object' || metadata === null) return null;
  const own = 'graft' in metadata ? metadata.graft : metadata;
  if (typeof own !== 'object' || own === null || !('format' in own) || !('graph' in own))
    return null;
  return own.format === 'graft.export/1' && typeof own.graph === 'object' ? own.graph : null;
}
