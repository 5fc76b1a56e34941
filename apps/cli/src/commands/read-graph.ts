import { readFile } from 'node:fs/promises';
import { parseGraph, type Graph, type Issue, type Json } from '@graft/graph';
import { UsageError } from '../exit';

/** A graph file: its text always, the graph when it has the right form. */
export interface GraphFile {
  readonly graph: Graph | undefined;
  readonly issues: readonly Issue[];
}

/** Nothing for no path. @throws UsageError when there is no such file */
export async function readGraphFile(path: string | undefined): Promise<GraphFile> {
  if (path === undefined) return { graph: undefined, issues: [] };
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new UsageError(`The file ${path} cannot be read: give the path of a graph.`);
  }
  const { graph, issues } = parseGraph(text);
  return { graph, issues };
}

/** `split.seed=3` and the like as the API takes them. @throws UsageError */
export function readOverrides(texts: readonly string[]): Record<string, Json> {
  const overrides = new Map<string, Json>();
  for (const text of texts) {
    const [, place, value] = /^([^=.]+\.[^=]+)=([\s\S]*)$/.exec(text) ?? [];
    if (place === undefined || value === undefined) {
      throw new UsageError(
        `--set ${text} is not of the form node.parameter=value, as in split.seed=3.`,
      );
    }
    overrides.set(place, value);
  }
  return Object.fromEntries(overrides);
}
