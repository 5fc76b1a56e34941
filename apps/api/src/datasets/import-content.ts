import { UserError } from '@graft/errors';
import {
  DATASET_FORMAT,
  type ClassCount,
  type DatasetManifest,
  type ElementShape,
  type ManifestExample,
} from '@graft/graph';

/** Something in an upload that could not be used, and why. */
export interface RejectedFile {
  name: string;
  reason: string;
}

/** What an upload turned out to hold. */
export interface ImportedContent {
  manifest: DatasetManifest;
  classes: ClassCount[];
  rejected: RejectedFile[];
}

export type LabelledExample =
  | (Omit<Extract<ManifestExample, { text: string }>, 'label'> & { class: string })
  | (Omit<Extract<ManifestExample, { pack: string }>, 'label'> & { class: string });

const MOST_REJECTED_SHOWN = 1000;

/**
 * Puts the examples together: classes in order of their names make the label space.
 * @throws UserError 422 `dataset.empty` when nothing in the upload can be used
 */
export function composeContent(
  element: ElementShape,
  examples: readonly LabelledExample[],
  rejected: readonly RejectedFile[],
): ImportedContent {
  if (examples.length === 0) throw emptyDataset(rejected);
  const counts = new Map<string, number>();
  for (const { class: name } of examples) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts.keys()].sort();
  const labels = new Map(names.map((name, label) => [name, label]));
  return {
    manifest: {
      format: DATASET_FORMAT,
      element,
      classes: names,
      examples: examples.map(({ class: name, ...rest }) => ({
        ...rest,
        label: labels.get(name) as number,
      })),
    },
    classes: names.map((name) => ({ name, count: counts.get(name) ?? 0 })),
    rejected: rejected.slice(0, MOST_REJECTED_SHOWN),
  };
}

function emptyDataset(rejected: readonly RejectedFile[]): UserError {
  const [first] = rejected;
  const why =
    first === undefined
      ? 'it holds no files'
      : `none of its ${rejected.length} files can be used (${first.name}: ${first.reason})`;
  return new UserError({
    code: 'dataset.empty',
    message: `The upload makes no data set, because ${why}. A zip has one folder of pictures for each class.`,
    details: { rejected: rejected.slice(0, 20) },
  });
}
