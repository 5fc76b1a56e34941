// add-data
export const addPicturesByClass = 'Add pictures by class';
export const importAFolder = 'Import a folder, zip or table';

// app-form
export const train = 'Train';

// app-page
export const openingTheApp = 'Opening the app';
export const openThePipelineBehindIt = 'Open the pipeline behind it';
export const howToAsk =
  'Open the pipeline, select a node and choose “Show in the app view” beside a field: the data set, the number of epochs … They become the form on this page.';
export const thisPipelineAsksForNothingYet = 'This pipeline asks for nothing yet';
export const whatItLearnsFrom = 'What it learns from, and how';

// app-run
export const training = 'Training';
export const startedAge = (age: string) => `started ${age}`;
export const everythingAboutThisRun = 'Everything about this run';
export const howFarTheTrainingIs = 'How far the training is';
export const timeLeft = (time: string) => `, ${time} left`;
export const youMayCloseThisPage =
  'You may close this page: it goes on, and is here when you come back.';
export const itHasEndedWithoutAReport = 'It has ended without a report.';
export const scoreOnNewExamples = (score: string) =>
  `${score}, on examples that it has not learned from.`;

// summarise-progress
export const waitingForAWorker = 'Waiting for a worker';
export const openIt = 'Open the pipeline';
