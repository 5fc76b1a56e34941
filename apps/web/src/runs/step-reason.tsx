import * as words from '#words/runs';
import { Sentence } from '../frame/sentence';
import { TextLink } from '../frame/text-link';
import { useRunList } from '../client/queries';
import { formatAge } from '../frame/format';
import { readReason } from './read-reason';

/** Why a step is where it is; a run that is meant is called by its name and age, and can be opened. */
export function StepReason({ reason }: { reason: string }) {
  const { text, runId } = readReason(reason);
  return runId === null ? text : <EarlierRun runId={runId} />;
}

function EarlierRun({ runId }: { runId: string }) {
  const run = useRunList(100).data?.find((each) => each.runId === runId);
  return (
    <Sentence
      text={words.computedBy}
      parts={{
        run: (
          <TextLink href={`/runs/${runId}`}>
            {run === undefined
              ? words.anEarlierRun
              : `${run.name ?? words.anUnnamedGraph}, ${formatAge(run.createdAt, Date.now())}`}
          </TextLink>
        ),
      }}
    />
  );
}
