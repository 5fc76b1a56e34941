import { plural } from '../plural';

// bottom-panel
export const problems = 'Problems';
export const training = 'Training';
export const report = 'Report';
export const steps = 'Steps';
export const log = 'Log';
export const problemsAndResults = 'Problems and results';
export const foldThePanel = 'Fold the panel';
export const openThePanel = 'Open the panel';
export const whatComesOut = (title: string) => `${title} (what comes out)`;

// dataset-port
export const classes = 'Classes';
export const examplesInClasses = (summary: string, classes: number) =>
  `${summary}, ${plural(classes, { one: '# class', other: '# classes' })}`;
export const examples = 'Examples';

// issue-icon
export const error = 'Error';
export const warning = 'Warning';

// list-log-lines
export const checkpointIsKept = (epoch: number, batch: number) =>
  `Checkpoint kept: epoch ${epoch}, batch ${batch}`;
export const afterEpoch = (epoch: number, figures: string) => `Epoch ${epoch}: ${figures}`;
export const loss = 'loss';
export const accuracy = 'accuracy';
export const validationLoss = 'validation loss';
export const validationAccuracy = 'validation accuracy';
export const learningRate = 'learning rate';

// log-panel
export const pressRunForALog =
  'Press Run: what happens at each node is written here, and stays when the run has ended.';
export const loadingTheLog = 'Loading the log';
export const noStepOfItsOwn =
  'This node has no step of its own in the run: the nodes that read it do its work.';
export const wholeRun = 'the whole run';
export const logOf = (name: string) => `Log of ${name}`;
export const searchTheLog = 'Search the log';
export const downloadTheLog = 'Download';
export const nothingOfThatInTheLog = 'Nothing of that in the log.';

// model-port
export const sizeOfTheModel = (layers: number, weights: string, trainable: string) =>
  `${plural(layers, { one: '# layer', other: '# layers' })}, ${weights} weights, ${trainable} of them trainable`;
export const startAnew = (weights: string) => `${weights} start anew`;
export const howItLearns = (trains: boolean, anew: boolean) =>
  `${trains ? 'yes' : 'frozen'}${anew ? ', anew' : ''}`;
export const whatEachBlockSeesInYourPicture = 'What each block sees in a picture of yours';
export const layers = 'Layers';
export const layer = 'Layer';
export const layerClass = 'Class';
export const block = 'Block';
export const outputShape = 'Output shape';
export const weights = 'Weights';
export const trains = 'Trains';
export const reads = 'Reads';

// output-port
export const runThePipelineToThisNode = (text: string) =>
  `${text}. Run the pipeline to this node: then you see it here.`;
export const notMadeYet = 'Not made yet';
export const loadingTheResult = 'Loading the result';
export const download = (size: string) => `Download (${size})`;

// port-panel
export const wireTheInputsOfThisNode =
  'Wire the inputs of this node and mend its problems: then you see here what comes out.';
export const notKnownYet = 'Not known yet';

// problems
export const thePipelineIsCompleteAndCan = 'The pipeline is complete and can run.';
export const noProblems = 'No problems';

// report-panel
export const whenAReportAppears =
  'A report appears here when an Evaluate node has run: accuracy, classes, and what was taken for what.';
export const noReportYet = 'No report yet';
export const loadingTheReport = 'Loading the report';

// resize-bar
export const heightOfThePanel = 'Height of the panel';

// scores-table
export const onExamples = (examples: string) =>
  `On ${examples} examples, the best first. Higher is better in every column.`;
export const scores = 'Scores';
export const model = 'Model';
export const nearestNeighbours = 'Nearest neighbours';
export const logME = 'LogME';
export const hScore = 'H-score';
export const linearClassifier = 'Linear classifier';
export const leep = 'LEEP';
export const nce = 'NCE';

// steps-panel
export const pressRun = 'Press Run: the steps of the pipeline appear here, each with its progress.';
export const noRunYet = 'No run yet';

// run-first
export const runIt = 'Run the pipeline';
export const runToHere = 'Run to this node';
export const appearsWhenItIsMade = 'It appears here as soon as it is made.';
