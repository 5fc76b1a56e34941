import { OperationalError } from '@graft/errors';
import type { Plan } from '@graft/plan';
import type { Services } from '../platform/services';

/**
 * Right after the very first start a bundled data set may still be on its way into the store: waits until those that a
 * plan names are there.
 * @throws OperationalError `dataset.not-there-yet` when one did not get there
 */
export async function awaitImports(
  { installing }: Pick<Services, 'installing'>,
  { steps }: Pick<Plan, 'steps'>,
): Promise<void> {
  const digests = steps.flatMap(({ data }) => Object.values(data).map(({ dataset }) => dataset));
  for (const digest of digests) {
    if ((await installing.get(digest)) === false) throw notThereYet();
  }
}

function notThereYet(): OperationalError {
  return new OperationalError({
    code: 'dataset.not-there-yet',
    message:
      'A data set that ships with Graft is not imported yet: try again in a moment. If that lasts, the log of the API says why.',
  });
}
