import { Select } from '@mantine/core';
import type { MemberView, Role, SessionView } from '@graft/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as words from '#words/account';
import { useClient } from '../client/api';
import { ActionCell, ActionTable } from '../frame/action-table';
import { Failure } from '../frame/failure';
import { Section } from '../frame/page';
import { NewMember } from './new-member';
import { nameRole, ROLES } from './roles';
import { membersKey } from './use-session';
import '../frame/mantine-forms.css';

/** Who may work in this workspace, and as what. */
export function MembersSection({ session }: { session: SessionView }) {
  const client = useClient();
  const cache = useQueryClient();
  const members = useQuery({ queryKey: membersKey, queryFn: () => client.listMembers() });
  const onSettled = () => cache.invalidateQueries({ queryKey: membersKey });
  const change = useMutation({
    mutationFn: ({ userId, role }: { userId: string; role: Role }) =>
      client.changeMember({ params: { userId }, body: { role } }),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (userId: string) => client.removeMember({ params: { userId } }),
    onSettled,
  });
  const may = session.workspace.role === 'owner';
  const error = members.error ?? change.error ?? remove.error;
  return (
    <Section title={words.members} note={words.ofTheWorkspace(session.workspace.name)}>
      {may && <NewMember admin={session.user.admin} onMade={onSettled} />}
      <Failure error={error} />
      <ActionTable columns={[words.name, words.role]}>
        {members.data?.members.map((member) => (
          <MemberRow
            key={member.userId}
            member={member}
            may={may && member.userId !== session.user.userId}
            onRole={(role) => change.mutate({ userId: member.userId, role })}
            onRemove={() => remove.mutate(member.userId)}
          />
        ))}
      </ActionTable>
    </Section>
  );
}

interface MemberRowProps {
  member: MemberView;
  may: boolean;
  onRole: (role: Role) => void;
  onRemove: () => void;
}

function MemberRow({ member, may, onRole, onRemove }: MemberRowProps) {
  const { name, role, admin } = member;
  return (
    <tr>
      <td>
        {name}
        {admin && words.isAdministrator}
      </td>
      <td>
        {may ? (
          <Select
            aria-label={words.roleOfName(name)}
            size="xs"
            w={140}
            data={ROLES}
            value={role}
            allowDeselect={false}
            onChange={(value) => onRole(value as Role)}
          />
        ) : (
          nameRole(role)
        )}
      </td>
      <ActionCell verb={words.remove} of={name} harmful onAct={may ? onRemove : null} />
    </tr>
  );
}
