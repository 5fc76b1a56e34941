import { UsageError } from '../exit';

/** Where a run begins: anew, or from an earlier run, with some nodes once more. */
export interface OriginOptions {
  parent?: string;
  from: readonly string[];
  fromStart?: boolean;
}

export interface Origin {
  parentId?: string;
  rerun?: 'all' | string[];
}

const PRIORITIES = ['low', 'normal', 'high'] as const;

/** @throws UsageError when there is neither a graph nor a run to take it from */
export function readOrigin(path: string | undefined, options: OriginOptions): Origin {
  const { parent, from, fromStart } = options;
  if (path === undefined && parent === undefined) {
    throw new UsageError('Give a graph, or a run to go on from: --parent <run>.');
  }
  return {
    ...(parent === undefined ? {} : { parentId: parent }),
    ...(fromStart ? { rerun: 'all' } : from.length > 0 ? { rerun: [...from] } : {}),
  };
}

export function readPriority(text: string): (typeof PRIORITIES)[number] {
  const found = PRIORITIES.find((each) => each === text);
  if (found !== undefined) return found;
  throw new UsageError(`--priority ${text}: give one of ${PRIORITIES.join(', ')}.`);
}
