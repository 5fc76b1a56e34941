import { Box, Stack, Text, ThemeIcon } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** What is missing and the next step, in one sentence. */
  children?: ReactNode;
  /** The next step as a button. */
  action?: ReactNode;
}

/** Says why there is nothing here, and what to do next. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <Stack align="center" gap={8} py={48} px={24}>
      <ThemeIcon variant="light" color="gray" size={44} radius="xl">
        <Icon size={22} aria-hidden />
      </ThemeIcon>
      <Text fw={600}>{title}</Text>
      {children !== undefined && (
        <Text component="div" c="dimmed" size="sm" ta="center" maw={440}>
          {children}
        </Text>
      )}
      {action !== undefined && <Box mt={8}>{action}</Box>}
    </Stack>
  );
}
