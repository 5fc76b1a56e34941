import type { Role } from '@graft/contracts';
import * as words from '#words/account';

export const ROLES: { value: Role; label: string }[] = [
  { value: 'viewer', label: words.viewer },
  { value: 'editor', label: words.editor },
  { value: 'owner', label: words.owner },
];

/** What a role is called. */
export function nameRole(role: Role): string {
  return ROLES.find(({ value }) => value === role)?.label ?? role;
}
