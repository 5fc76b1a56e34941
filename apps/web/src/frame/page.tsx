import { Box, Group, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import * as words from '#words/frame';

interface PageProps {
  title: string;
  /** A second line for beginners. */
  subtitle?: ReactNode;
  /** The one primary action, and what goes beside it. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The body of every page but the editor: same width, same header, one primary action. */
export function Page({ title, subtitle, actions, children }: PageProps) {
  useDocumentTitle(words.pageTitle(title));
  return (
    <Box component="main" className="page">
      <div className="page__inner">
        <Group justify="space-between" align="flex-end" mb={24} gap={16}>
          <div>
            <Title order={1} fz={24} lh="32px">
              {title}
            </Title>
            {subtitle !== undefined && (
              <Text component="div" c="dimmed" mt={2}>
                {subtitle}
              </Text>
            )}
          </div>
          {actions !== undefined && <Group gap={8}>{actions}</Group>}
        </Group>
        {children}
      </div>
    </Box>
  );
}

/** A raised surface with a heading of its own. */
export function Section({
  title,
  note,
  actions,
  children,
  padded = true,
}: {
  title?: string;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  padded?: boolean;
}) {
  return (
    <section className="section">
      {title !== undefined && (
        <Group justify="space-between" className="section__head" gap={12}>
          <div>
            <Title order={2} fz={15} lh="20px">
              {title}
            </Title>
            {note !== undefined && (
              <Text component="div" c="dimmed" size="xs">
                {note}
              </Text>
            )}
          </div>
          {actions}
        </Group>
      )}
      <div className={padded ? 'section__body' : undefined}>{children}</div>
    </section>
  );
}
