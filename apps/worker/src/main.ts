import { runWorkerProcess } from './run-worker-process';

await runWorkerProcess();
