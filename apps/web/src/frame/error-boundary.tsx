import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import * as words from '#words/frame';

/** Keeps a fault of one page from leaving an empty window. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { message: string | null }> {
  override state: { message: string | null } = { message: null };

  static getDerivedStateFromError(thrown: unknown) {
    return { message: thrown instanceof Error ? thrown.message : String(thrown) };
  }

  override render() {
    if (this.state.message === null) return this.props.children;
    return (
      <Center h="100%" p="xl">
        <Stack align="center" maw={480} gap="xs" role="alert">
          <Title order={3}>{words.thisPageStoppedWorking}</Title>
          <Text c="dimmed" ta="center">
            {words.itIsAFaultOfGraft(this.state.message)}
          </Text>
          <Button mt="sm" onClick={() => window.location.reload()}>
            {words.loadItAgain}
          </Button>
        </Stack>
      </Center>
    );
  }
}
