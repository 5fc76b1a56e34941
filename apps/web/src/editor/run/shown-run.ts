import { createContext, useContext } from 'react';

const ShownRunContext = createContext<string | null>(null);
export const ShownRunProvider = ShownRunContext.Provider;

/** Id of the run whose states the canvas shows; null when there is none. */
export function useShownRun(): string | null {
  return useContext(ShownRunContext);
}
