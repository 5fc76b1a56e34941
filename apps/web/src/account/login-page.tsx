import { Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import * as words from '#words/account';
import { Sentence } from '../frame/sentence';
import { connectClient } from '../client/api';
import { forgetToken } from '../client/token';
import { Failure } from '../frame/failure';
import { startAnew } from './use-session';
import './account.css';
import '../frame/mantine-forms.css';

/** Name and password. The answer is a cookie that no script can read. */
export function LoginPage() {
  useDocumentTitle(words.logInGraft);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const logIn = useMutation({
    // Without the token of this browser: it is what was refused.
    mutationFn: () => connectClient(null).logIn({ body: { name, password } }),
    onSuccess: () => {
      forgetToken();
      startAnew();
    },
  });
  return (
    <main className="login">
      <form
        className="login__form"
        onSubmit={(event) => {
          event.preventDefault();
          logIn.mutate();
        }}
      >
        <Stack gap={16}>
          <div>
            <Title order={1} fz={22} lh="30px">
              {words.logInToGraft}
            </Title>
            <Text c="dimmed" size="sm">
              <Sentence text={words.onYourOwnMachine} parts={{ command: <code>npm start</code> }} />
            </Text>
          </div>
          <TextInput
            label={words.name}
            autoComplete="username"
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label={words.password}
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Failure error={logIn.error} />
          <Button type="submit" loading={logIn.isPending}>
            {words.logIn}
          </Button>
        </Stack>
      </form>
    </main>
  );
}
