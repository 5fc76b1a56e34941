import { useMediaQuery } from '@mantine/hooks';

export const INSPECTOR_WIDTH = 340;

/** True where palette, canvas and inspector do not fit beside each other: the inspector floats then. */
export function useNarrow(): boolean {
  return useMediaQuery('(max-width: 1439px)', window.innerWidth < 1440);
}
