import { PasswordInput, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../client/api';
import { Section } from '../frame/page';
import { EntryForm } from './entry-form';
import '../frame/mantine-forms.css';

/** Changes the own password. */
export function PasswordSection() {
  const client = useClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => client.changePassword({ body: { current, next } }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
    },
  });
  return (
    <Section title="Password" note="All other sessions of yours end when it changes.">
      <EntryForm
        entry={change}
        verb="Change"
        result={change.isSuccess && <Text size="sm">The password is changed.</Text>}
      >
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          required
          w={240}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label="New password (12 characters or more)"
          autoComplete="new-password"
          required
          minLength={12}
          w={280}
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
      </EntryForm>
    </Section>
  );
}
