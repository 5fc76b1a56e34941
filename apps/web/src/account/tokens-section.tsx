import { Code, Select, Text, TextInput } from '@mantine/core';
import type { ApiTokenView, Role } from '@graft/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as words from '#words/account';
import { Sentence } from '../frame/sentence';
import { useClient } from '../client/api';
import { ActionCell, ActionTable } from '../frame/action-table';
import { Failure } from '../frame/failure';
import { formatAge } from '../frame/format';
import { Section } from '../frame/page';
import { EntryForm } from './entry-form';
import { tokensKey } from './use-session';
import '../frame/mantine-forms.css';

const SCOPES = [
  { value: 'viewer', label: words.mayLookAndPredict },
  { value: 'editor', label: words.mayRunAndChange },
  { value: 'owner', label: words.mayDoEverything },
];

/** API tokens: made here, shown once, revoked at once. */
export function TokensSection() {
  const client = useClient();
  const cache = useQueryClient();
  const tokens = useQuery({ queryKey: tokensKey, queryFn: () => client.listTokens() });
  const refresh = () => cache.invalidateQueries({ queryKey: tokensKey });
  const revoke = useMutation({
    mutationFn: (tokenId: string) => client.revokeToken({ params: { tokenId } }),
    onSettled: refresh,
  });
  return (
    <Section title={words.apiTokens} note={words.forPrograms}>
      <NewToken onMade={refresh} />
      <Failure error={tokens.error ?? revoke.error} />
      {tokens.data?.tokens.length === 0 && (
        <Text size="sm" c="dimmed">
          {words.noTokenYet}
        </Text>
      )}
      {(tokens.data?.tokens.length ?? 0) > 0 && (
        <ActionTable columns={[words.name, words.scope, words.lastUsed, words.ends]}>
          {tokens.data?.tokens.map((token) => (
            <TokenRow
              key={token.tokenId}
              token={token}
              onRevoke={() => revoke.mutate(token.tokenId)}
            />
          ))}
        </ActionTable>
      )}
    </Section>
  );
}

function TokenRow({ token, onRevoke }: { token: ApiTokenView; onRevoke: () => void }) {
  const { name, scope, usedAt, expiresAt } = token;
  return (
    <tr>
      <td>{name}</td>
      <td>{scope}</td>
      <td>{usedAt === null ? words.never : formatAge(usedAt, Date.now())}</td>
      <td>{expiresAt.slice(0, 10)}</td>
      <ActionCell verb={words.revoke} of={name} harmful onAct={onRevoke} />
    </tr>
  );
}

function NewToken({ onMade }: { onMade: () => Promise<void> }) {
  const client = useClient();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<string>('viewer');
  const create = useMutation({
    mutationFn: () => client.createToken({ body: { name, scope: scope as Role } }),
    onSuccess: onMade,
  });
  return (
    <EntryForm
      entry={create}
      verb={words.makeAToken}
      result={
        create.data !== undefined && (
          <Text size="sm" mb={12} role="status">
            <Sentence
              text={words.copyTheTokenNow}
              parts={{ secret: <Code className="account__secret">{create.data.secret}</Code> }}
            />
          </Text>
        )
      }
    >
      <TextInput
        label={words.name}
        required
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={words.scope}
        data={SCOPES}
        value={scope}
        allowDeselect={false}
        onChange={(value) => setScope(value ?? 'viewer')}
      />
    </EntryForm>
  );
}
