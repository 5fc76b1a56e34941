import { ActionIcon, Button, Group, Text, TextInput, Tooltip } from '@mantine/core';
import type { VersionSummary } from '@graft/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import * as words from '#words/history';
import { useClient } from '../../client/api';
import { queryKeys } from '../../client/query-keys';
import { Failure } from '../../frame/failure';
import { titleVersion } from './title-version';
import '../../frame/mantine-forms.css';

interface VersionNameProps {
  pipelineId: string;
  version: VersionSummary;
}

/** The name of a version; a person may give it another one, or take it away. */
export function VersionName({ pipelineId, version }: VersionNameProps) {
  const client = useClient();
  const cache = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const rename = useMutation({
    mutationFn: (name: string | null) =>
      client.namePipelineVersion({
        params: { pipelineId, versionId: version.versionId },
        body: { name },
      }),
    async onSuccess() {
      setTyped(null);
      await cache.invalidateQueries({ queryKey: queryKeys.versions(pipelineId) });
    },
  });
  if (typed === null) {
    const verb = version.name === null ? words.nameThisVersion : words.renameThisVersion;
    return (
      <Group gap={4}>
        <Text fw={600}>{titleVersion(version)}</Text>
        <Tooltip label={verb}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={verb}
            onClick={() => setTyped(version.name ?? '')}
          >
            <Pencil size={14} />
          </ActionIcon>
        </Tooltip>
      </Group>
    );
  }
  const wanted = typed.trim();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate(wanted === '' ? null : wanted);
      }}
    >
      <Group gap={8}>
        <TextInput
          aria-label={words.nameOfThisVersion}
          size="xs"
          autoFocus
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" variant="default" loading={rename.isPending}>
          {wanted === '' && version.name !== null ? words.takeTheNameAway : words.save}
        </Button>
      </Group>
      <Failure error={rename.error} mt={4} />
    </form>
  );
}
