import { parseGraph, type Graph } from '@graft/graph';

export interface Template {
  /** Name of its file. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly graph: Graph;
}

const FILES = import.meta.glob<{ default: unknown }>('../../../../assets/templates/*.graph.json');

/** The templates that ship with Graft, the simplest first. One that can't be read is left out. */
export async function loadTemplates(): Promise<Template[]> {
  const read = await Promise.all(
    Object.entries(FILES).map(async ([path, load]) => readTemplate(path, (await load()).default)),
  );
  const found = read.flatMap((template) => template ?? []);
  return found.sort((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title));
}

function readTemplate(path: string, document: unknown): Template | null {
  const { graph } = parseGraph(document);
  if (graph === undefined) return null;
  const name = (path.split('/').at(-1) ?? path).replace('.graph.json', '');
  return { name, title: graph.name ?? name, description: graph.description ?? '', graph };
}

/** What a newcomer should begin with comes first. */
function rank({ name }: Template): number {
  const first = ['objects-feature-extraction', 'objects-fine-tune', 'objects-from-scratch'];
  const place = first.indexOf(name);
  return place === -1 ? first.length : place;
}
