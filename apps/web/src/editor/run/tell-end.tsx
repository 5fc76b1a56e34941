import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Client, RunView } from '@graft/contracts';
import * as words from '#words/running';
import { Sentence } from '../../frame/sentence';
import { notifyEnd } from './notify-end';

/** Says how a run ended, in the page and outside of it. */
export async function tellEnd(client: Client, runId: string): Promise<void> {
  try {
    tell(await client.getRun({ params: { runId } }));
  } catch (thrown) {
    // The chip in the bar says how it ended; only the way to the model is missing then.
    console.warn(words.theRunCouldNotBeRead, thrown);
  }
}

function tell(run: RunView): void {
  if (run.status === 'succeeded') {
    const [model] = run.models;
    notifyEnd(words.theRunIsDone, run.name ?? words.itsResultsAreThere);
    notifications.show({
      color: 'green',
      title: words.theRunIsDone,
      message: model ? <ModelLink {...model} /> : words.itsResultsAreBelowTheCanvas,
      autoClose: 15_000,
    });
  } else if (run.status === 'failed') {
    notifyEnd(words.theRunFailed, run.error?.message ?? run.name ?? '');
    notifications.show({
      color: 'red',
      title: words.theRunFailed,
      message: run.error?.message ?? words.theStepsBelowTheCanvasSay,
      autoClose: false,
    });
  }
}

// A plain address: notices live outside of the router.
function ModelLink({ name, version }: { name: string; version: number }) {
  return (
    <Sentence
      text={words.registeredAs(name, version)}
      parts={{
        link: (
          <Anchor href={`/models/${encodeURIComponent(name)}`} size="sm">
            {words.tryIt}
          </Anchor>
        ),
      }}
    />
  );
}
