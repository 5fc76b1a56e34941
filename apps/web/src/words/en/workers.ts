// workers-page
export const runsWaitUntilThereIsOne =
  'Runs wait until there is one: {command} starts one, a server as many as you like.';
export const nothing = 'nothing';
export const gpu = 'GPU';
export const workers = 'Workers';
export const theProcessesThatTrain =
  'The processes that train. Runs wait for them, and survive them.';
export const loadingTheWorkers = 'Loading the workers';
export const noWorkerIsConnected = 'No worker is connected';
export const connected = 'Connected';
export const whatDrainingDoes =
  'A drained worker writes its checkpoints, hands its steps to others and stops: nothing is lost.';
export const worker = 'Worker';
export const computesWith = 'Computes with';
export const runs = 'Runs';
export const processorWithThreads = (threads: number) => `processor, ${threads} threads`;
export const withoutNativeTensorFlow = ' (without native TensorFlow)';
export const finishing = 'Finishing';
export const drain = 'Drain';
export const ofOtherWorkspaces = (others: number) => `${others} of other workspaces`;
