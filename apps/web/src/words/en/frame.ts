import { plural } from '../plural';

// action-table
export const actOn = (verb: string, what: string) => `${verb} ${what}`;
export const actions = 'Actions';

// app-frame
export const start = 'Start';
export const runs = 'Runs';
export const data = 'Data';
export const models = 'Models';
export const graft = 'Graft';
export const startPageOfGraft = 'Graft, start page';
export const main = 'Main';
export const graftDoesNotAnswer =
  'Graft does not answer. What runs goes on; the page tries again by itself.';
export const isGraftStillRunning =
  'Graft does not answer. Is it still running? The page tries again by itself.';
export const showOrHideThePassword = 'Show or hide the password';
export const close = 'Close';
export const reconnecting = 'Reconnecting';
export const openedMenus = 'Opened menus and lists';
export const useDarkColours = 'Use dark colours';
export const useLightColours = 'Use light colours';

// app
export const loading = 'Loading';

// error-boundary
export const thisPageStoppedWorking = 'This page stopped working';
export const itIsAFaultOfGraft = (message: string) =>
  `It is a fault of Graft: ${message}. What you saved and what runs is not affected.`;
export const loadItAgain = 'Load it again';

// not-found-page
export const notFound = 'Not found';
export const thereIsNothingAtThisAddress = 'There is nothing at this address';
export const goToTheStartPage = 'Go to the start page';

// page
export const pageTitle = (title: string) => `${title} · Graft`;

// states
export const draft = 'Draft';
export const notRunYet = 'Not run yet.';
export const needsAttention = 'Needs attention';
export const somethingMustBeChanged = 'Something must be changed.';
export const ready = 'Ready';
export const completeAndTakesEffectLater = 'Complete; takes effect in the steps after it.';
export const waiting = 'Waiting';
export const waitsForInputsOrAWorker = 'Waits for its inputs or for a worker.';
export const running = 'Running';
export const aWorkerIsOnIt = 'A worker is on it.';
export const done = 'Done';
export const endedWell = 'Ended well.';
export const reused = 'Reused';
export const theResultWasThereAlready = 'The result was there already.';
export const stale = 'Stale';
export const changedSinceTheLastRun = 'Changed since the last run.';
export const paused = 'Paused';
export const stoppedInItsPlace = 'Stopped; its place is kept.';
export const parked = 'Parked';
export const waitsForAPersonToDecide = 'Waits for a person to decide.';
export const failed = 'Failed';
export const endedWithAnError = 'Ended with an error.';
export const skipped = 'Skipped';
export const isLeftOut = 'Left out.';
export const cancelled = 'Cancelled';
export const endedByAPerson = 'Ended by a person.';
export const muted = 'Muted';
export const doesNotRunNorWhatDependsOnIt = 'Does not run, and nothing that depends on it.';
export const bypassed = 'Bypassed';
export const whatItReadsGoesThrough = 'Does not run: what it reads goes through it unchanged.';
export const leftOut = 'Left out';
export const dependsOnAMutedNode = 'Depends on a node that is muted.';

// format
export const justNow = 'just now';
export const pictures = (count: number) => plural(count, { one: '# picture', other: '# pictures' });
export const texts = (count: number) => plural(count, { one: '# text', other: '# texts' });
export const vectors = (count: number) => plural(count, { one: '# vector', other: '# vectors' });
export const examples = (count: number) => plural(count, { one: '# example', other: '# examples' });
