import { PasswordInput, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import * as words from '#words/account';
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
    <Section title={words.password} note={words.allOtherSessionsOfYoursEnd}>
      <EntryForm
        entry={change}
        verb={words.change}
        result={change.isSuccess && <Text size="sm">{words.thePasswordIsChanged}</Text>}
      >
        <PasswordInput
          label={words.currentPassword}
          autoComplete="current-password"
          required
          w={240}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={words.newPassword12CharactersOrMore}
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
