import { UserError } from '@graft/errors';
import type { Resources } from '@graft/graph';
import type { BaseCard } from '@graft/model';

/** A base that graphs may name. @throws UserError 404 `base.unknown` */
export function requireBase(resources: Resources, ref: string): BaseCard {
  const base = resources.find('base', ref);
  if (base) return base;
  throw new UserError({
    status: 404,
    code: 'base.unknown',
    message: 'There is no such base model: the catalog lists those that there are.',
  });
}
