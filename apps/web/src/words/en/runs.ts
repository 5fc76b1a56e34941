import { plural } from '../plural';

// class-table
export const oneClass = 'Class';
export const precision = 'Precision';
export const ofTheAnswersWithThisClass = 'Of the answers with this class, the share that is right.';
export const recall = 'Recall';
export const ofTheExamplesOfThisClass = 'Of the examples of this class, the share that is found.';
export const harmonicMeanOfPrecisionAndRecall = 'Harmonic mean of precision and recall.';
export const examples = 'Examples';
export const rows = 'Rows';
export const meanOverClasses = 'Mean over classes';

// compare-page
export const compareRuns = 'Compare runs';
export const chooseRuns = 'Choose runs';
export const howToCompare =
  'Tick two to four runs in the list: their results, settings and curves then stand side by side here.';
export const goToTheRuns = 'Go to the runs';
export const loadingTheRuns = 'Loading the runs';
export const results = 'Results';
export const whatWasDifferent = 'What was different';
export const training = 'Training';
export const trainingSolid = 'Training solid, validation dashed';
export const allRanTheSameGraph = 'Nothing: they ran the same graph.';
export const node = 'Node';
export const field = 'Field';

// compare-results
export const run = 'Run';
export const measure = 'Measure';
export const difference = 'Difference';
export const state = 'State';
export const started = 'Started';
export const accuracyLow = 'accuracy, low end of the 95 % interval';
export const accuracyMeasure = 'accuracy';
export const examplesMeasure = 'examples';
export const accuracyHigh = 'accuracy, high end of the 95 % interval';
export const f1MeanOverClasses = 'F1, mean over classes';
export const balancedAccuracy = 'balanced accuracy';
export const kOfTopKAccuracy = 'k of top-k accuracy';
export const topKAccuracy = 'top-k accuracy';
export const calibrationError = 'calibration error';
export const pointsMore = (more: string) => `${more} points`;
export const examplesWithANearDuplicateAmong =
  'examples with a near duplicate among those learned from';
export const accuracyOnThese = 'accuracy on these';
export const accuracyOnExamplesWithout = 'accuracy on examples without';

// confusion-table
export const cells = 'Cells';
export const trueAnswer = 'True ↓ Answer →';
export const labelTakenForAnswer = (label: string, answer: string) =>
  `${label} taken for ${answer}`;
export const ofTheRow = (share: number, meaning: string, count: number) =>
  `${share} % of the row: ${meaning}, ${count}`;

// control-buttons
export const resume = 'Resume';
export const pause = 'Pause';
export const cancel = 'Cancel';

// curves-chart
export const trainingLine = 'training';
export const validationLine = 'validation (dashed)';
export const lineOf = (training: string, line: string) => `${training}, ${line}`;
export const bestEpoch = (epoch: number) => `best: epoch ${epoch}`;
export const loss = 'Loss';
export const accuracy = 'Accuracy';
export const titlesByEpoch = (measure: string) => `${measure} by epoch`;

// curves-tools
export const scaleOfTheLoss = 'Scale of the loss';
export const linear = 'Linear';
export const log = 'Log';
export const downloadTheNumbersCsv = 'Download the numbers (CSV)';
export const downloadTheNumbersAsCsv = 'Download the numbers as CSV';
export const downloadTheChartsPng = 'Download the charts (PNG)';
export const downloadTheChartsAsPng = 'Download the charts as PNG';

// embedding-view
export const examplesOfClassesAsPoints = (points: string, classes: number) =>
  `${points} examples of ${classes} classes as points`;
export const examplesAtLayer = (points: string, layer: string, features: string, held: string) =>
  `${points} examples at layer ${layer}, ${features} numbers each. The two directions hold ${held} of what tells them apart.`;
export const allClasses = 'All classes';
export const previous = 'Previous';
export const next = 'Next';

// embeddings-section
export const asTheModelSeesThem = 'As the model sees them';
export const whatItTakesForAlikeLies = 'What it takes for alike lies together';
export const pointsOf = 'Points of';
export const loadingThePoints = 'Loading the points';

// epoch-slider
export const epochsFromTo = (from: number, to: number) => `Epochs ${from} to ${to}`;
export const firstEpochThatIsShown = 'First epoch that is shown';
export const lastEpochThatIsShown = 'Last epoch that is shown';
export const allEpochs = 'All epochs';

// learning-rates-view
export const theLossNeverFell = 'The loss never fell: no learning rate is suggested.';
export const suggested = (value: string) => `Suggested: ${value}, where the loss falls fastest.`;
export const lossByLearningRate = 'Loss by learning rate';
export const smoothedLoss = 'loss, smoothed';
export const suggestedMark = 'suggested';

// mistakes
export const wrongAnswers = 'Wrong answers';
export const wrongAnswersSurestFirst = (rows: number) =>
  `${plural(rows, { one: '# wrong answer', other: '# wrong answers' })}, the surest first`;
export const truthTakenForPredicted = (truth: string, predicted: string, rows: number) =>
  `${truth} taken for ${predicted}: ${rows}`;
export const relabelOrLeaveOut = 'Relabel or leave out';
export const showAllWrongAnswers = 'Show all wrong answers';
export const notASingleOne = 'Not a single one.';
export const isLabel = (label: string) => `is ${label}`;
export const showMore = 'Show more';

// plan-dialog
export const reused = 'Reused';
export const resumes = 'Resumes';
export const waits = 'Waits';
export const runs = 'Runs';
export const planning = 'Planning';
export const problemsMustBeMendedFirst = (issues: number) =>
  `${plural(issues, { one: '# problem', other: '# problems' })} must be mended first.`;
export const reasonAndSince = (reason: string, age: string) => `${reason}, computed ${age}`;
export const stateAtEpoch = (word: string, epoch: number) => `${word} at epoch ${epoch}`;
export const ofStepsReused = (reused: number, steps: number) =>
  `${reused} of ${plural(steps, { one: '# step', other: '# steps' })} reused`;

// read-accuracy
export const aboutOf10Right = (accuracy: number) => `about ${accuracy} of 10 right`;
export const likelyBetween = (about: string, low: number, high: number) =>
  `${about}, likely ${low} to ${high}`;

// read-reason
export const runAndAge = (run: string, age: string) => `${run}, ${age}`;

// report-view
export const onExamplesThatItHasNot = (score: string, examples: string) =>
  `${score} on ${examples} examples that it has not learned from.`;
export const accuracyInterval = 'Accuracy, 95 % interval';
export const lowToHigh = (low: string, high: string) => `${low} to ${high}`;
export const amongTheLikeliest = (k: number) => `Among the ${k} likeliest`;
export const balancedAccuracyTitle = 'Balanced accuracy';
export const calibrationErrorTitle = 'Calibration error';
export const byClass = 'By class';
export const confusionMatrix = 'Confusion matrix';
export const whatIsTakenForWhat = 'What is taken for what';
export const newAndSeenKinds = (
  unseen: string,
  examples: string,
  seen: string,
  examples2: string,
) =>
  `${unseen} on the ${examples} of a kind that is new to it, ${seen} on the ${examples2} with a near duplicate among those it learned from.`;

// run-again
export const runAgain = 'Run again';
export const goOnFromHere = 'Go on from here: keep what ended well';
export const goOnFromHereTitle = 'Go on from here';
export const goOnWithThePipelineAs = 'Go on with the pipeline as it is now';
export const fromTheStart = 'From the start, reusing nothing';
export const runFromTheStart = 'Run from the start';

// run-page
export const loadingTheRun = 'Loading the run';
export const steps = 'Steps';
export const startedAge = (age: string) => `started ${age}`;
export const openThePipeline = 'Open the pipeline';
export const modelName = (name: string, version: number) => `Model ${name}, version ${version}`;
export const report = 'Report';
export const loadingTheReport = 'Loading the report';
export const notices = 'Notices';

// runs-page
export const subtitle =
  'A run goes on when this page is closed, and after a crash it continues where it was.';
export const queue = 'Queue';
export const compareSome = 'Compare';
export const compareThem = (runs: number) => `Compare ${runs}`;
export const howRunsBegin = 'Open a template on the start page and press Run.';
export const seeTheTemplates = 'See the templates';
export const noRunYet = 'No run yet';
export const compare = 'Compare';
export const pipeline = 'Pipeline';
export const time = 'Time';
export const unnamedGraph = 'Unnamed graph';
export const compareTheRunOf = (name: string, age: string) => `Compare the run of ${name}, ${age}`;

export const findRuns = 'Find runs';
export const nameOrFailure = 'Name, or words of a failure';
export const allRuns = 'All';
export const underWay = 'Under way';
export const endedWell = 'Done';
export const failed = 'Failed';
export const cancelled = 'Cancelled';
export const noRunFits = 'No run of those loaded fits.';
export const showOlderRuns = 'Show older runs';

// scores-section
export const learningRates = 'Learning rates';
export const settings = 'Settings';
export const lossWhileTheLearningRateGrows = 'Loss while the learning rate grows';
export const byTheValidationPart = 'By the validation part';
export const loadingWhatWasTried = 'Loading what was tried';

// settings-format
export const mean = 'mean';
export const intervalLow = '95 %, low';
export const intervalHigh = '95 %, high';
export const isBest = ' (best)';
export const asDrawn = 'as drawn';

// register-best
export const registerTheBest = 'Register the best';
export const registerTheBestAtTheEnd = 'Register the best when all have ended';
export const theBestOneIsRegisteredAtTheEnd =
  'The best one is tested and registered when all have ended.';
export const seeTheBestOne = 'See the best one';
export const theBestOneIsNotRegistered = 'The best one is not registered';

// settings-view
export const fieldOfNode = (field: string, node: string) => `${field} of ${node}`;
export const validationAccuracyBy = (field: string) => `Validation accuracy by ${field}`;
export const setting = 'Setting';
export const validationAccuracy = 'Validation accuracy';
export const validationLoss = 'Validation loss';
export const repeats = 'Repeats';

// step-controls
export const finishNow = 'Finish now';
export const endAtTheNextBatchAnd = 'End at the next batch and go on with the best model so far.';
export const tryAgain = 'Try again';
export const fromItsLastCheckpoint = 'From its last checkpoint.';
export const skip = 'Skip';
export const goOnWithoutItAndAll = 'Go on without it and all that needs it.';
export const giveUp = 'Give up';
export const letItFail = 'Let it fail; the other steps still end.';
export const whatToDoAboutThisStep = 'What to do about this step';
export const thatDidNotWork = 'That did not work';
export const learningRate = 'Learning rate';
export const countsFromTheNextBatchOn =
  "Counts from the next batch on. The result is then this run's own and is not reused.";
export const aNumberAbove0 = 'A number above 0, such as 3e-4';
export const set = 'Set';

// step-reason
export const computedBy = 'computed by {run}';
export const anEarlierRun = 'an earlier run';
export const anUnnamedGraph = 'an unnamed graph';

// steps-table
export const step = 'Step';
export const progress = 'Progress';
export const repeatNumber = (number: number) => `repeat ${number}`;
export const addedByGraft = 'added by Graft';
export const timeLeft = (time: string) => `, ${time} left`;
export const seeTheWorkers = 'See the workers';

// training-curves
export const whenCurvesAppear =
  'Loss and accuracy appear here as soon as a training step has measured them.';
export const noCurvesYet = 'No curves yet';

// use-report
export const thisReportHasAFormatThat = 'This report has a format that this page cannot show.';

// use-start-again
export const theRunDidNotStart = 'The run did not start';

// say-kind
export const extractFeatures = 'Extract features';
