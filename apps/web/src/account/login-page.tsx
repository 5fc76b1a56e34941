import { Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { connectClient } from '../client/api';
import { forgetToken } from '../client/token';
import { Failure } from '../frame/failure';
import { startAnew } from './use-session';
import './account.css';
import '../frame/mantine-forms.css';

/** Name and password. The answer is a cookie that no script can read. */
export function LoginPage() {
  useDocumentTitle('Log in · Graft');
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
              Log in to Graft
            </Title>
            <Text c="dimmed" size="sm">
              On your own machine you need no account: open the address that <code>npm start</code>{' '}
              printed.
            </Text>
          </div>
          <TextInput
            label="Name"
            autoComplete="username"
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Failure error={logIn.error} />
          <Button type="submit" loading={logIn.isPending}>
            Log in
          </Button>
        </Stack>
      </form>
    </main>
  );
}
