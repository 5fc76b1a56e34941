import { Checkbox, PasswordInput, Select, TextInput } from '@mantine/core';
import type { Role } from '@graft/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import * as words from '#words/account';
import { useClient } from '../client/api';
import { EntryForm } from './entry-form';
import { ROLES } from './roles';
import '../frame/mantine-forms.css';

const EMPTY = { name: '', role: 'editor' as Role, password: '', admin: false };

/** Lets somebody in. An administrator can make the account on the way, with a first password. */
export function NewMember({ admin, onMade }: { admin: boolean; onMade: () => Promise<void> }) {
  const client = useClient();
  const [form, setForm] = useState(EMPTY);
  const set = (change: Partial<typeof EMPTY>) => setForm((before) => ({ ...before, ...change }));
  const add = useMutation({
    mutationFn: () => {
      const { password, ...rest } = form;
      return client.addMember({ body: { ...rest, ...(password === '' ? {} : { password }) } });
    },
    onSuccess: async () => {
      setForm(EMPTY);
      await onMade();
    },
  });
  return (
    <EntryForm entry={add} verb={words.add}>
      <TextInput
        label={words.name}
        required
        maxLength={100}
        autoComplete="off"
        value={form.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Select
        label={words.role}
        w={120}
        data={ROLES}
        value={form.role}
        allowDeselect={false}
        onChange={(role) => set({ role: role as Role })}
      />
      {admin && (
        <PasswordInput
          label={words.firstPassword}
          autoComplete="new-password"
          minLength={12}
          w={260}
          value={form.password}
          onChange={(event) => set({ password: event.currentTarget.value })}
        />
      )}
      {admin && form.password !== '' && (
        <Checkbox
          label={words.administrator}
          mb={8}
          checked={form.admin}
          onChange={(event) => set({ admin: event.currentTarget.checked })}
        />
      )}
    </EntryForm>
  );
}
