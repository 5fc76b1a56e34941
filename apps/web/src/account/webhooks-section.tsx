import { Checkbox, Code, Group, Text, TextInput } from '@mantine/core';
import { WEBHOOK_EVENTS, type WebhookEvent, type WebhookView } from '@graft/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as words from '#words/account';
import { Sentence } from '../frame/sentence';
import { useClient } from '../client/api';
import { ActionCell, ActionTable } from '../frame/action-table';
import { Failure } from '../frame/failure';
import { Section } from '../frame/page';
import { EntryForm } from './entry-form';
import { webhooksKey } from './use-session';
import '../frame/mantine-forms.css';

const WORDS: Readonly<Record<WebhookEvent, string>> = {
  'run.succeeded': words.succeeds,
  'run.failed': words.fails,
  'run.cancelled': words.isCancelled,
  'run.parked': words.waitsForAPerson,
};

/** Addresses that are told when runs end: a message signed as Standard Webhooks says, sent until it is taken. */
export function WebhooksSection() {
  const client = useClient();
  const cache = useQueryClient();
  const hooks = useQuery({ queryKey: webhooksKey, queryFn: () => client.listWebhooks() });
  const refresh = () => cache.invalidateQueries({ queryKey: webhooksKey });
  const remove = useMutation({
    mutationFn: (webhookId: string) => client.deleteWebhook({ params: { webhookId } }),
    onSettled: refresh,
  });
  const error = hooks.error ?? remove.error;
  return (
    <Section title={words.webhooks} note={words.addressesThatAreTold}>
      <NewWebhook onMade={refresh} />
      <Failure error={error} />
      {hooks.data?.webhooks.length === 0 && (
        <Text size="sm" c="dimmed">
          {words.noWebhookYet}
        </Text>
      )}
      {(hooks.data?.webhooks.length ?? 0) > 0 && (
        <ActionTable columns={[words.address, words.toldWhenARun, words.lastMessage]}>
          {hooks.data?.webhooks.map((hook) => (
            <WebhookRow
              key={hook.webhookId}
              hook={hook}
              onRemove={() => remove.mutate(hook.webhookId)}
            />
          ))}
        </ActionTable>
      )}
    </Section>
  );
}

function WebhookRow({ hook, onRemove }: { hook: WebhookView; onRemove: () => void }) {
  const client = useClient();
  const { webhookId, url, events } = hook;
  const last = useQuery({
    queryKey: [...webhooksKey, webhookId],
    queryFn: () => client.listDeliveries({ params: { webhookId } }),
    select: ({ deliveries }) => deliveries[0],
  });
  const problem = last.data?.problem ?? null;
  return (
    <tr>
      <td>{url}</td>
      <td>{events.map((event) => WORDS[event]).join(', ')}</td>
      <td>
        {last.data?.state ?? words.noneYet}
        {problem !== null && `: ${problem}`}
      </td>
      <ActionCell verb={words.remove} of={url} harmful onAct={onRemove} />
    </tr>
  );
}

function NewWebhook({ onMade }: { onMade: () => Promise<void> }) {
  const client = useClient();
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<WebhookEvent[]>(['run.succeeded', 'run.failed']);
  const create = useMutation({
    mutationFn: () => client.createWebhook({ body: { url, events } }),
    onSuccess: async () => {
      setUrl('');
      await onMade();
    },
  });
  return (
    <EntryForm
      entry={create}
      verb={words.addWebhook}
      complete={events.length > 0}
      result={
        create.data !== undefined && (
          <Text size="sm" mb={12} role="status">
            <Sentence
              text={words.messagesAreSigned}
              parts={{ secret: <Code className="account__secret">{create.data.secret}</Code> }}
            />
          </Text>
        )
      }
    >
      <TextInput
        label={words.address}
        type="url"
        required
        w={320}
        maxLength={2000}
        placeholder="https://"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <Checkbox.Group label={words.tellItWhenARun} value={events} onChange={setEvents}>
        <Group gap={12} h={36}>
          {WEBHOOK_EVENTS.map((event) => (
            <Checkbox key={event} value={event} label={WORDS[event]} />
          ))}
        </Group>
      </Checkbox.Group>
    </EntryForm>
  );
}
