// conflict-dialog
export const thatDidNotWork = 'That did not work';
export const pipeline = 'Pipeline';
export const copyOf = (name: string, moment: string) => `${name} (copy ${moment})`;
export const thisPipelineWasChangedElsewhere = 'This pipeline was changed elsewhere';
export const whatToDoWithYourChanges =
  'Somebody else, or another tab of yours, saved it while you were editing. What do you want to do with your changes?';
export const saveMineAsACopy = 'Save mine as a copy';
export const keepMine = 'Keep mine, replace theirs';
export const takeTheirs = 'Take theirs, drop mine';

// save-state
export const saved = 'Saved';
export const everythingIsOnTheServer = 'Everything is on the server.';
export const saving = 'Saving';
export const beingSaved = 'Being saved.';
export const notSaved = 'Not saved';
export const yourChangesAreKeptInThis = (message: string) =>
  `${message} Your changes are kept in this browser and sent again in a moment.`;
export const changedElsewhere = 'Changed elsewhere';
export const savedInBetween = 'Somebody else, or another tab, saved this pipeline in between.';
