import { Button, NativeSelect } from '@mantine/core';
import type { Priority, QueueEntry } from '@graft/contracts';
import { ListOrdered } from 'lucide-react';
import { Link } from 'wouter';
import * as words from '#words/queue';
import { NextStep } from '../frame/next-step';
import { Sentence } from '../frame/sentence';
import { TextLink } from '../frame/text-link';
import { useSession } from '../account/use-session';
import { EmptyState } from '../frame/empty-state';
import { Failure } from '../frame/failure';
import { formatAge } from '../frame/format';
import { Loading } from '../frame/loading';
import { Page, Section } from '../frame/page';
import { sayKind } from '../runs/say-kind';
import { groupQueue, lacksWorker, type QueueGroup } from './group-queue';
import { useChangeQueue, useQueue } from './use-queue';
import '../frame/mantine-forms.css';
import '../runs/runs.css';

const PRIORITIES: readonly { value: Priority; label: string }[] = [
  { value: 'high', label: words.goesFirst },
  { value: 'normal', label: words.normal },
  { value: 'low', label: words.canWait },
];

/** What waits in the workspace and for what; who goes next is everybody's to see and editors' to change. */
export function QueuePage() {
  const queue = useQueue();
  const groups = groupQueue(queue.data ?? []);
  return (
    <Page title={words.queue} subtitle={words.whatWaitsInThisWorkspace}>
      {queue.isPending && <Loading label={words.loadingTheQueue} />}
      <Failure error={queue.error} />
      {queue.data?.length === 0 && (
        <Section padded={false}>
          <EmptyState
            icon={ListOrdered}
            title={words.nothingWaits}
            action={<NextStep href="/runs" title={words.seeTheRuns} />}
          >
            {words.startedHasAWorker}
          </EmptyState>
        </Section>
      )}
      {groups.map((group) => (
        <GroupSection key={group.waitsFor} {...group} />
      ))}
    </Page>
  );
}

function GroupSection({ waitsFor, entries }: QueueGroup) {
  const role = useSession().data?.workspace.role;
  const mayChange = role === 'editor' || role === 'owner';
  return (
    <Section
      title={waitsFor}
      padded={false}
      note={
        lacksWorker(waitsFor) && (
          <Sentence
            text={words.goOnOnceAWorkerConnects}
            parts={{ link: <TextLink href="/workers">{words.seeTheWorkers}</TextLink> }}
          />
        )
      }
    >
      <table className="table" aria-label={waitsFor}>
        <thead>
          <tr>
            <th>{words.position}</th>
            <th>{words.run}</th>
            <th>{words.step}</th>
            <th>{words.since}</th>
            <th>{words.priority}</th>
            <th>
              <span className="visually-hidden">{words.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <EntryRow
              key={`${entry.runId} ${entry.stepId ?? ''}`}
              entry={entry}
              mayChange={mayChange}
            />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function EntryRow({ entry, mayChange }: { entry: QueueEntry; mayChange: boolean }) {
  const { runId, kind, position, priority, since } = entry;
  const { move, cancel } = useChangeQueue(runId);
  const name = entry.name ?? words.unnamedGraph;
  return (
    <tr>
      <td className="numbers">{position}</td>
      <td>
        <Link href={`/runs/${runId}`} className="runs__name">
          {name}
        </Link>
        <Failure error={move.error ?? cancel.error} />
      </td>
      <td>{kind === null ? words.theWholeRun : sayKind(kind)}</td>
      <td>{formatAge(since, Date.now())}</td>
      <td>
        <NativeSelect
          size="xs"
          w={130}
          aria-label={words.priorityOf(name, position)}
          disabled={!mayChange || move.isPending}
          data={PRIORITIES.map((each) => ({ ...each }))}
          value={priority}
          onChange={(event) => move.mutate(event.currentTarget.value as Priority)}
        />
      </td>
      <td className="right">
        {mayChange && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            aria-label={words.cancelAtPosition(name, position)}
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            {words.cancel}
          </Button>
        )}
      </td>
    </tr>
  );
}
