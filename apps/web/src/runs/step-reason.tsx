import * as words from '#words/runs';
import { Sentence } from '../frame/sentence';
import { TextLink } from '../frame/text-link';
import { useRunList } from '../client/queries';
import { formatAge } from '../frame/format';
import { readReason } from './read-reason';

/** Why a step is where it is; a run that is meant is called by its name and age, and can be opened. */
export function StepReason({ reason }: { reason: string }) {
  const { text, runId, since } = readReason(reason);
  return runId === null ? text : <EarlierRun runId={runId} since={since} />;
}

function EarlierRun({ runId, since }: { runId: string; since: string | null }) {
  const run = useRunList(100).data?.find((each) => each.runId === runId);
  const name = run === undefined ? words.anEarlierRun : (run.name ?? words.anUnnamedGraph);
  const when = since ?? run?.createdAt;
  return (
    <Sentence
      text={words.computedBy}
      parts={{
        run: (
          <TextLink href={`/runs/${runId}`}>
            {when === undefined ? name : words.runAndAge(name, formatAge(when, Date.now()))}
          </TextLink>
        ),
      }}
    />
  );
}
