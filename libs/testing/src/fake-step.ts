import type { Json } from '@graft/graph';
import type { Step } from '@graft/plan';
import { randomUUID } from 'node:crypto';

/** A step for the fake engine; its key is new unless it is given. */
export function makeFakeStep(
  id: string,
  params: Readonly<Record<string, Json>> = {},
  change: Partial<Step> = {},
): Step {
  return {
    id,
    kind: 'fake',
    implementation: 1,
    key: `${id}-${randomUUID()}`,
    resource: 'cpu',
    cacheable: true,
    timeLimitSeconds: 600,
    params: { seed: 1, ...params },
    models: {},
    data: {},
    artifacts: {},
    needs: [],
    ...change,
  };
}
