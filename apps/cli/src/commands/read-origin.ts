import { UsageError } from '../exit';

/** Where a run begins: anew, or from an earlier run, with some nodes once more. */
export interface OriginOptions {
  parent?: string;
  from: readonly string[];
  fromStart?: boolean;
  /** Pipeline that the file is edited in. */
  editedIn?: string;
}

export interface Origin {
  parentId?: string;
  editedIn?: string;
  rerun?: 'all' | string[];
}

const PRIORITIES = ['low', 'normal', 'high'] as const;

/** @throws UsageError when there is neither a graph nor a run to take it from, or no graph that is edited somewhere */
export function readOrigin(path: string | undefined, options: OriginOptions): Origin {
  const { parent, from, fromStart, editedIn } = options;
  if (path === undefined && parent === undefined) {
    throw new UsageError('Give a graph, or a run to go on from: --parent <run>.');
  }
  if (path === undefined && editedIn !== undefined) {
    throw new UsageError('--edited-in says where a graph is edited: give the graph, too.');
  }
  return {
    ...(editedIn === undefined ? {} : { editedIn }),
    ...(parent === undefined ? {} : { parentId: parent }),
    ...(fromStart ? { rerun: 'all' } : from.length > 0 ? { rerun: [...from] } : {}),
  };
}

export function readPriority(text: string): (typeof PRIORITIES)[number] {
  const found = PRIORITIES.find((each) => each === text);
  if (found !== undefined) return found;
  throw new UsageError(`--priority ${text}: give one of ${PRIORITIES.join(', ')}.`);
}
