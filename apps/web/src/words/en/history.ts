import { plural } from '../plural';

// compare-graphs
export const byDefault = 'default';

// word-graphs
export const used = 'used';
export const muted = 'muted';
export const bypassed = 'bypassed';

// describe-difference
export const wasRemoved = 'was removed';
export const wasAdded = 'was added';
export const wire = 'Wire';
export const wireWasRemoved = (wire: string) => `${wire} was removed`;
export const wireWasDrawn = (wire: string) => `${wire} was drawn`;
export const kindChanged = (before: string, after: string) => `kind: ${before} → ${after}`;
export const componentVersionChanged = (before: number, after: number) =>
  `version of the component: ${before} → ${after}`;
export const note = 'Note';
export const frame = 'Frame';
export const node = 'Node';
export const kind = 'Kind';
export const mode = 'Use';
export const labelsOfTheWorker = 'Labels of the worker';
export const anyWorker = 'any worker';
export const beforeWasRemoved = (before: string) => `${before} was removed`;
export const afterWasAdded = (after: string) => `${after} was added`;

// history-dialog
export const history = 'History';
export const loadingTheVersions = 'Loading the versions';
export const howAHistoryBegins =
  'Give the pipeline as it is a name above, or run it: every run keeps what it ran. You can compare any two versions here, and go back to one.';
export const noHistoryYet = 'No history yet';

// keep-version
export const keep = 'Keep';
export const keepThePipelineAsItIs = 'Keep the pipeline as it is now, under the name';
export const beforeAugmentation = 'before augmentation';
export const theDraftCouldNotBeSaved =
  'The draft could not be saved just now: keep the version when it is.';

// title-version
export const versionNumber = (number: number) => `Version ${number}`;

// version-changes
export const whatChangedSince = 'What changed since';
export const restore = 'Restore';
export const comparedWith = 'compared with';
export const comparedWithVersion = 'Compared with';
export const theDraft = 'the draft';
export const loadingTheVersion = 'Loading the version';
export const noDifference = 'No difference: only names and places may be others.';
export const changesSinceThen = (changes: number) =>
  `${plural(changes, { one: '# change', other: '# changes' })} since then`;

// version-list
export const named = 'Named';
export const keptByRuns = 'Kept by runs';

// version-name
export const nameThisVersion = 'Name this version';
export const renameThisVersion = 'Rename this version';
export const nameOfThisVersion = 'Name of this version';
export const takeTheNameAway = 'Take the name away';
export const save = 'Save';
