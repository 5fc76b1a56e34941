import type { Tf } from '@graft/ml';

export type Tensor = ReturnType<Tf['tensor']>;
