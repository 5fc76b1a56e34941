// queue-page
export const startedHasAWorker = 'Whatever was started has a worker.';
export const goOnOnceAWorkerConnects =
  'They go on by themselves once such a worker connects. {link}';
export const goesFirst = 'Goes first';
export const normal = 'Normal';
export const canWait = 'Can wait';
export const queue = 'Queue';
export const whatWaitsInThisWorkspace =
  'What waits in this workspace. What runs already goes on, whatever is changed here.';
export const loadingTheQueue = 'Loading the queue';
export const nothingWaits = 'Nothing waits';
export const seeTheRuns = 'See the runs';
export const seeTheWorkers = 'See the workers';
export const position = 'Position';
export const run = 'Run';
export const step = 'Step';
export const since = 'Since';
export const priority = 'Priority';
export const actions = 'Actions';
export const unnamedGraph = 'Unnamed graph';
export const theWholeRun = 'the whole run';
export const priorityOf = (name: string, position: number) =>
  `Priority of ${name}, at position ${position}`;
export const cancel = 'Cancel';
export const cancelAtPosition = (name: string, position: number) =>
  `Cancel ${name}, at position ${position}`;
