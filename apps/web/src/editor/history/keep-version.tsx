import { TextInput } from '@mantine/core';
import type { VersionSummary } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as words from '#words/history';
import { EntryForm } from '../../account/entry-form';
import { useClient } from '../../client/api';
import { queryKeys } from '../../client/query-keys';
import type { Saving } from '../saving/use-saving';
import '../../frame/mantine-forms.css';

interface KeepVersionProps {
  pipelineId: string;
  saving: Saving;
  onKept: (version: VersionSummary) => void;
}

/** Keeps the draft as it is now under a name. */
export function KeepVersion({ pipelineId, saving, onKept }: KeepVersionProps) {
  const client = useClient();
  const cache = useQueryClient();
  const [name, setName] = useState('');
  const keep = useMutation({
    async mutationFn() {
      if (!(await saving.autosave.flush())) throw notSaved();
      return client.keepPipelineVersion({
        params: { pipelineId },
        body: { name: name.trim(), revision: saving.revision() },
      });
    },
    async onSuccess(version) {
      setName('');
      await cache.invalidateQueries({ queryKey: queryKeys.versions(pipelineId) });
      onKept(version);
    },
  });
  return (
    <EntryForm entry={keep} verb={words.keep} complete={name.trim() !== ''}>
      <TextInput
        className="history__name"
        label={words.keepThePipelineAsItIs}
        placeholder={words.beforeAugmentation}
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </EntryForm>
  );
}

function notSaved(): UserError {
  return new UserError({
    code: 'draft.not-saved',
    message: words.theDraftCouldNotBeSaved,
  });
}
