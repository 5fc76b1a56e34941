import { createContext, useContext } from 'react';
import type { StartRun } from './use-start-run';

const RunStarter = createContext<Pick<StartRun, 'start' | 'runToHere'> | null>(null);

export const RunStarterProvider = RunStarter.Provider;

/** The ways to start a run, for what is shown instead of a result; null outside of an editor. */
export function useRunStarter() {
  return useContext(RunStarter);
}
