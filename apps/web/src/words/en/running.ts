import { plural } from '../plural';

// active-run
export const resumeTheRun = 'Resume the run';
export const goOnWhereItStopped = 'Go on where it stopped';
export const pauseTheRun = 'Pause the run';
export const pause = 'Pause: stop after this batch and keep the place';
export const cancelTheRun = 'Cancel the run';

// interrupt-run
export const noRunGoesOn = 'No run of this pipeline goes on.';

// plan-preview
export const whatWillRun = 'What will run?';

// run-controls
export const openTheRun = ', open the run';
export const run = 'Run';
export const moreWaysToRun = 'More ways to run';
export const runToTheSelectedNode = 'Run to the selected node';
export const runAgainFromTheSelectedNode = 'Run again from the selected node';
export const trySettings = 'Try settings, repeat';
export const findALearningRate = 'Find a learning rate';
export const tellMeWhenItEnds = 'Tell me when it ends';
export const allRuns = 'All runs';

// use-start-run
export const theRunDidNotStart = 'The run did not start';
export const whichNode = 'Which node?';
export const selectOneNodeFirst = 'Select one node first.';
export const selectOneThatTrainsFirst = 'Select one that trains first.';

// use-tell-end
export const theRunCouldNotBeRead = 'The run could not be read';
export const theRunIsDone = 'The run is done';
export const itsResultsAreThere = 'Its results are there.';
export const itsResultsAreBelowTheCanvas = 'Its results are below the canvas.';
export const theRunFailed = 'The run failed';
export const theStepsBelowTheCanvasSay = 'The steps below the canvas say where.';
export const registeredAs = (name: string, version: number) =>
  `Registered as ${name}, version ${version}. {link}`;
export const tryIt = 'Try it';

// vary-dialog
export const trySettingsTitle = 'Try settings';
export const whatTryingDoes =
  'Every setting is trained and measured on the validation part. The test part is not read.';
export const vary = 'Vary';
export const nothing = 'Nothing: only repeat';
export const values = 'Values';
export const repeats = 'Repeats';
export const withOtherSplitsAndOtherRandom =
  'With other splits and other random numbers: shows how much is luck';
export const trainings = (trainings: number) =>
  plural(trainings, { one: '# training', other: '# trainings' });
export const registerTheBestAfterwards = 'Then test the best one and register it';
export const tryThem = 'Try them';
export const refusedValue = (value: string, reason: string) => `${value} ${reason}.`;

// varied-numbers
export const fillInARange = 'Fill in a range';

// fill-range
export const from = 'From';
export const to = 'To';
export const howMany = 'How many';
export const byEqualFactors = 'By equal factors';
export const addThem = 'Add them';

// varied-rows
export const valueNumber = (number: number) => `Value ${number}`;
export const removeValueNumber = (number: number) => `Remove value ${number}`;
export const anotherValue = 'Another value';
