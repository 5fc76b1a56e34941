// start-which-transfer
export const thatCouldNotBeStarted = 'That could not be started';
export const frozenLayersInInt8 = 'Frozen layers in int8: twice as quick, nearly as exact';
export const fast = 'Fast';
export const whichTransfer = 'Which transfer?';

// which-transfer-page
export const loadingTheTable = 'Loading the table';
export const whichTransferTo = (dataset: string) => `Which transfer? ${dataset}`;
export const howMuchIsDone = 'How much of the work is done';
export const ways = 'Ways';
export const eachIsTestedInFiveFolds =
  'Each is trained and tested in five folds on the same pictures. Open one to go on with it.';
export const ofWaysMeasured = (done: number, ways: number) => `${done} of ${ways} ways measured`;
export const theRun = 'the run';
export const featuresOfOfCutsReady = (done: number, total: number) =>
  `features of ${done} of ${total} cuts ready`;
export const aboutTimeLeft = (time: string) => `about ${time} left`;
export const way = 'Way';
export const right = 'Right';
export const interval95 = '95 % interval';
export const pointsOverScratch = 'Points over scratch';
export const trainedWeights = 'Trained weights';
export const time = 'Time';
export const state = 'State';
export const open = 'Open';
export const takeThis = 'take this';
export const openAsAGraph = (title: string) => `Open ${title} as a graph`;
export const lowToHigh = (low: string, high: string) => `${low} to ${high}`;
export const meanLowToHigh = (mean: string, low: string, high: string) =>
  `${mean} (${low} to ${high})`;
